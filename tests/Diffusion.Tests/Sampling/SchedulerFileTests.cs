using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class SchedulerFileTests
{
    private const string Dpm = "DPMSolverMultistepScheduler";

    [Theory]
    [InlineData("KDPM2DiscreteScheduler", "'_class_name' is KDPM2DiscreteScheduler; allowed are DDIMScheduler, DDPMScheduler,")]
    [InlineData(null, "'_class_name' is missing; allowed are DDIMScheduler, DDPMScheduler,")]
    public void Resolve_UnknownClass_NamesItAndWhatIsAllowed(string? className, string problem)
    {
        var error = Assert.Throws<CheckpointException>(() => Files.Of(className).Resolve());
        Assert.StartsWith($"scheduler_config.json: {problem}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_UnknownClassAndRequestedSampler_UsesTheRequests() =>
        Assert.Equal((SamplerKind.Euler, 0.00085), Read(Files.Of("KDPM2DiscreteScheduler", Files.StableDiffusion).Resolve(new SamplerChoice(SamplerKind.Euler))));

    [Theory]
    [InlineData("dpmsolver++", SamplerKind.DpmPlusPlus2M)]
    [InlineData("deis", SamplerKind.DpmPlusPlus2M)]
    [InlineData("sde-dpmsolver++", SamplerKind.DpmPlusPlus2MSde)]
    public void Resolve_DpmsAlgorithm_ChoosesTheSampler(string algorithm, SamplerKind kind) =>
        Assert.Equal(kind, Files.Of(Dpm, $"\"algorithm_type\": \"{algorithm}\"").Resolve().Kind);

    [Theory]
    [InlineData("dpmsolver")]
    [InlineData("sde-dpmsolver")]
    public void Resolve_DpmsOldAlgorithm_IsRefusedUnlessARequestAsksForAnother(string algorithm)
    {
        var file = Files.Of(Dpm, $"\"algorithm_type\": \"{algorithm}\"");
        var error = Assert.Throws<CheckpointException>(() => file.Resolve());
        Assert.Equal($"'algorithm_type' is \"{algorithm}\"; allowed is \"dpmsolver++\", \"deis\", \"sde-dpmsolver++\"", error.Problem);
        Assert.Equal(SamplerKind.Euler, file.Resolve(new SamplerChoice(SamplerKind.Euler)).Kind);
        Assert.Equal(SamplerKind.DpmPlusPlus2M, file.Resolve(new SamplerChoice(SamplerKind.DpmPlusPlus2M)).Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"skip_prk_steps\": false")]
    public void Resolve_PndmWithRungeKutta_IsRefusedUnlessARequestAsksForPndm(string settings)
    {
        var file = Files.Of("PNDMScheduler", settings);
        var error = Assert.Throws<CheckpointException>(() => file.Resolve());
        Assert.StartsWith("'skip_prk_steps' is ", error.Problem, StringComparison.Ordinal);
        Assert.EndsWith("; allowed is true, which is not the default", error.Problem, StringComparison.Ordinal);
        Assert.Equal(SamplerKind.Pndm, file.Resolve(new SamplerChoice(SamplerKind.Pndm)).Kind);
    }

    [Fact]
    public void Resolve_UnknownSetting_IsRefusedByName()
    {
        var error = Assert.Throws<CheckpointException>(() => Files.Of("DDIMScheduler", "\"snr_shift_scale\": 3.0").Resolve());
        Assert.Equal("'snr_shift_scale' is 3.0; allowed is no setting of this name", error.Problem);
    }

    [Fact]
    public void Resolve_UnknownSettingThatIsNullOrPrivate_IsNone() => Files.Of("DDIMScheduler", "\"snr_shift_scale\": null, \"_diffusers_version\": \"0.42.1\"").Resolve();

    // As in diffusers, a class reads what it knows and leaves the rest.
    [Fact]
    public void Resolve_SettingsOfAnotherClass_DoNothing() =>
        Assert.Equal(Files.Of("DDIMScheduler").Resolve(), Files.Of("DDIMScheduler", "\"solver_order\": 9, \"use_karras_sigmas\": true, \"interpolation_type\": \"log_linear\"").Resolve());

    [Fact]
    public void Resolve_RequestedSampler_KeepsTheFilesValuesAndTakesItsOwnDefaults()
    {
        var config = Files.Of("PNDMScheduler", Files.StableDiffusion).Resolve(new SamplerChoice(SamplerKind.Euler));
        Assert.Equal((0.00085, 1, TimestepSpacing.Linspace), (config.BetaStart, config.StepsOffset, config.Spacing));
    }

    [Fact]
    public void Resolve_RequestedSamplerCannotUseTheFile_IsTheRequestsFault()
    {
        var file = Files.Of("DDIMScheduler", "\"rescale_betas_zero_snr\": true");
        var error = Assert.Throws<SamplingException>(() => file.Resolve(new SamplerChoice(SamplerKind.Heun)));
        Assert.Equal(SamplingException.Sampler, error.Setting);
        Assert.Equal("Heun cannot use this model's scheduler_config.json, where 'rescale_betas_zero_snr' is true; allowed is false or null.", error.Message);
    }

    private static (SamplerKind Kind, double BetaStart) Read(SchedulerConfig config) => (config.Kind, config.BetaStart);
}
