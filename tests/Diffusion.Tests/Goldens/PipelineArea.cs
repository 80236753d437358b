using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>Whole pipelines: final latents and pictures.</summary>
internal sealed class PipelineArea : IGoldenArea
{
    // 2 of 255, and what rounding to bytes adds is within it.
    private const double PictureBar = 2.0 / 255;
    private const double LatentBar = 1e-3;

    public string Name => "pipeline";

    public IEnumerable<GoldenCheck> Run(GoldenCase golden)
    {
        using var pipeline = StableDiffusionPipeline.Load(golden.ModelFolder(golden.Params.GetProperty("model").GetString()!), TestDevices.Options);
        var prepared = pipeline.Prepare(PipelineRequest.From(golden), PipelineRequest.SchedulerOf(golden));
        var painting = pipeline.Paint(prepared, progress: null, CancellationToken.None);
        yield return GoldenCheck.Tensor("latents", golden.Floats("latents"), [.. painting.Images.SelectMany(image => image.Latents)], LatentBar);
        var pixels = painting.Images.SelectMany(image => image.Picture.Pixels).Select(value => value / 255f).ToArray();
        yield return GoldenCheck.Difference("image", [.. golden.Bytes("image").Select(value => value / 255f)], pixels, PictureBar);
    }
}
