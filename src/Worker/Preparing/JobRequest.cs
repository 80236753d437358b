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
        Hires = Hires(job.Hires),
        MicroConditioning = Sizes(job.SizeConditioning),
        TiledDecoding = job.TiledDecoding,
        Exact = job.Exact,
    };

    private static SecondPass? Hires(HiresPass? pass) => pass is null ? null : new SecondPass
    {
        Scale = pass.Scale,
        Steps = pass.Steps,
        Strength = pass.Strength,
        Upscaler = pass.Upscaler == HiresUpscaler.Lanczos ? Upscaler.Lanczos : Upscaler.Latent,
    };

    private static MicroConditioning? Sizes(SizeConditioning? sizes) => sizes is null ? null : new MicroConditioning(
        sizes.OriginalHeight, sizes.OriginalWidth, sizes.CropTop, sizes.CropLeft, sizes.TargetHeight, sizes.TargetWidth);
}
