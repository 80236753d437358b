using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Sampling;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Worker.Preparing;

namespace SwiftDiffusion.Worker.Tests.Preparing;

public sealed class JobRequestTests
{
    [Fact]
    public void Of_AJob_TakesOverEveryField()
    {
        var job = new GenerateImages
        {
            JobId = "a",
            Model = "m",
            Prompt = "p",
            Prompt2 = "p2",
            NegativePrompt = "n",
            NegativePrompt2 = "n2",
            PromptSyntax = Messages.Jobs.PromptSyntax.Plain,
            Seed = 3,
            Count = 4,
            Width = 72,
            Height = 80,
            Steps = 9,
            Guidance = 6.5,
            GuidanceRescale = 0.7,
            Sampler = "ddim",
            TimestepSpacing = Messages.Jobs.TimestepSpacing.Trailing,
            Eta = 0.3,
            ClipSkip = 2,
            Strength = 0.4,
            Hires = new HiresPass { Scale = 1.5, Steps = 6, Strength = 0.3, Upscaler = HiresUpscaler.Lanczos },
            SizeConditioning = new SizeConditioning { OriginalHeight = 1024, OriginalWidth = 768, CropTop = 8, CropLeft = 16, TargetWidth = 640 },
            TiledDecoding = true,
        };
        var expected = new PaintRequest
        {
            Prompt = "p",
            Prompt2 = "p2",
            NegativePrompt = "n",
            NegativePrompt2 = "n2",
            PromptSyntax = Diffusion.Pipelines.PromptSyntax.Plain,
            Seed = 3,
            Count = 4,
            Width = 72,
            Height = 80,
            Steps = 9,
            GuidanceScale = 6.5,
            GuidanceRescale = 0.7,
            Sampler = new SamplerChoice(SamplerKind.Ddim, null, Diffusion.Sampling.TimestepSpacing.Trailing, 0.3),
            ClipSkip = 2,
            Strength = 0.4,
            Hires = new SecondPass { Scale = 1.5, Steps = 6, Strength = 0.3, Upscaler = Upscaler.Lanczos },
            MicroConditioning = new MicroConditioning(1024, 768, 8, 16, null, 640),
            TiledDecoding = true,
        };
        Assert.Equal(expected, JobRequest.Of(job));
    }

    [Fact]
    public void Of_AJobWithDefaults_LeavesTheSamplerToTheModel() => Assert.Null(JobRequest.Of(Fakes.Jobs.Job()).Sampler);

    [Theory]
    [InlineData("DPM++ 2M Karras", null, SamplerKind.DpmPlusPlus2M, SigmaSchedule.Karras)]
    [InlineData("EulerDiscreteScheduler", NoiseSchedule.Beta, SamplerKind.Euler, SigmaSchedule.Beta)]
    [InlineData("uni_pc", null, SamplerKind.UniPc, null)]
    public void Sampler_InAnySpelling_IsUnderstood(string name, NoiseSchedule? schedule, SamplerKind kind, SigmaSchedule? sigmas) =>
        Assert.Equal(new SamplerChoice(kind, sigmas), SamplerRequest.Of(Fakes.Jobs.Job() with { Sampler = name, Schedule = schedule }));

    [Fact]
    public void Sampler_EveryOneOfTheEngine_HasANameThatMeansItself() => Assert.All(
        Enum.GetValues<SamplerKind>(), kind => Assert.Equal(kind, SamplerRequest.Of(Fakes.Jobs.Job() with { Sampler = SamplerRequest.NameOf(kind) })!.Kind));
}
