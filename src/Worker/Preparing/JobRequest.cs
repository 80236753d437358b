using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>A job in the engine's terms.</summary>
internal static class JobRequest
{
    /// <summary>All of a job that needs nothing fetched: adapters and pictures are yet to be filled in.</summary>
    public static PaintRequest Of(GenerateImages job) => new()
    {
        Prompt = job.Prompt,
        Prompt2 = job.Prompt2,
        NegativePrompt = job.NegativePrompt,
        NegativePrompt2 = job.NegativePrompt2,
        PromptSyntax = job.PromptSyntax == Messages.Jobs.PromptSyntax.Plain ? Diffusion.Pipelines.PromptSyntax.Plain : Diffusion.Pipelines.PromptSyntax.A1111,
        Seed = JobSeed.Of(job),
        Count = job.Count,
        Width = job.Width,
        Height = job.Height,
        Steps = job.Steps,
        GuidanceScale = job.Guidance,
        GuidanceRescale = job.GuidanceRescale,
        Sampler = SamplerRequest.Of(job),
        ClipSkip = job.ClipSkip,
        Strength = job.Strength,
        TiledDecoding = job.TiledDecoding,
        Exact = job.Exact,
    };

    /// <summary>SDXL's sizes, where those that the job leaves out are its canvas's.</summary>
    public static MicroConditioning? Sizes(SizeConditioning? sizes, int width, int height) => sizes is null ? null : new MicroConditioning(
        sizes.OriginalHeight, sizes.OriginalWidth, sizes.CropTop, sizes.CropLeft, sizes.TargetHeight ?? height, sizes.TargetWidth ?? width);
}
