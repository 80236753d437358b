using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>How one image was made, for programs: the JSON that goes into its file.</summary>
/// <param name="EngineVersion">The engine's version.</param>
/// <param name="Job">The job that gives this image alone, with adapters by digest.</param>
/// <param name="Loras">How LoRAs went in.</param>
internal sealed record ImageRecipe(string EngineVersion, GenerateImages Job, IReadOnlyList<LoraPatch> Loras)
{
    /// <summary>The job of one image without what is nobody's business who gets the file: whose it was, whom to tell, where pictures came from.</summary>
    /// <param name="job">The job of all images.</param>
    /// <param name="image">The image.</param>
    /// <param name="sampler">The sampler that was used.</param>
    public static GenerateImages Alone(GenerateImages job, Diffusion.Pipelines.PaintedImage image, string sampler) => job with
    {
        Seed = image.Seed,
        Count = 1,
        Width = image.Picture.Width,
        Height = image.Picture.Height,
        Sampler = sampler,
        InitImage = Nameless(job.InitImage),
        Mask = Nameless(job.Mask),
        ControlNets = [.. job.ControlNets.Select(net => net with { Image = new PictureReference() })],
        Deadline = null,
        Tenant = null,
        Callback = null,
        Labels = new Dictionary<string, string>(),
    };

    private static PictureReference? Nameless(PictureReference? picture) => picture is null ? null : new PictureReference();
}
