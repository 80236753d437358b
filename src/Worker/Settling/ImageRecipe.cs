using System.Text.Json;
using System.Text.Json.Nodes;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>How one image was made, for programs: the JSON that goes into its file.</summary>
/// <param name="EngineVersion">The engine's version.</param>
/// <param name="Job">The job that gives this image alone, with adapters by digest.</param>
/// <param name="Loras">How LoRAs went in.</param>
internal sealed record ImageRecipe(string EngineVersion, JsonObject Job, IReadOnlyList<LoraPatch> Loras)
{
    /// <summary>The recipe of one image: the job without what does not change the image, which is nobody's business who gets the file.</summary>
    /// <param name="job">The job of all images.</param>
    /// <param name="seed">Of the image.</param>
    /// <param name="size">In pixels, of the first pass.</param>
    /// <param name="sampler">The sampler that was used.</param>
    /// <param name="loras">How LoRAs went in.</param>
    public static ImageRecipe Of(GenerateImages job, uint seed, (int Width, int Height) size, string sampler, IReadOnlyList<LoraPatch> loras)
    {
        var alone = job with
        {
            Seed = seed,
            Count = 1,
            Width = size.Width,
            Height = size.Height,
            Sampler = sampler,
            InitImage = Nameless(job.InitImage),
            Mask = Nameless(job.Mask),
            ControlNets = [.. job.ControlNets.Select(net => net with { Image = new PictureReference() })],
            Deadline = null,
            Priority = default,
            Tenant = null,
            Callback = null,
            Labels = new Dictionary<string, string>(),
        };
        var json = JsonSerializer.SerializeToNode(alone, MessageJson.Options)!.AsObject();
        // With it, the same image in two jobs would be two files.
        json.Remove("jobId");
        return new ImageRecipe(ProductVersion.Engine, json, loras);
    }

    private static PictureReference? Nameless(PictureReference? picture) => picture is null ? null : new PictureReference();
}
