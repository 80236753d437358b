using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class SamplerChoiceTests
{
    private static readonly SchedulerFile File = Files.Of("PNDMScheduler", Files.StableDiffusion);
    private static readonly SchedulerFile ZeroSnr = Files.Of("DDIMScheduler", $"{Files.StableDiffusion}, \"rescale_betas_zero_snr\": true, \"prediction_type\": \"v_prediction\", \"timestep_spacing\": \"trailing\"");

    private static readonly int[] Steps = [0, 1, 2, 3, 15, 999, 1000, 1001];
    private static readonly double[] Strengths = [0.01, 0.5, 1];

    public static TheoryData<SamplerChoice, string> Refused => new()
    {
        { new(SamplerKind.Ddim, SigmaSchedule.Karras), "Sigmas is Karras, but Ddim takes its noise levels from the timesteps; allowed is Timesteps." },
        { new(SamplerKind.Ddpm, SigmaSchedule.Exponential), "Sigmas is Exponential, but Ddpm takes its noise levels from the timesteps; allowed is Timesteps." },
        { new(null, SigmaSchedule.Beta), "Sigmas is Beta, but Pndm takes its noise levels from the timesteps; allowed is Timesteps." },
        { new(SamplerKind.EulerAncestral, SigmaSchedule.Karras), "Sigmas is Karras, but EulerAncestral takes its noise levels from the timesteps; allowed is Timesteps." },
        { new(SamplerKind.Lcm, SigmaSchedule.Karras), "Sigmas is Karras, but Lcm takes its noise levels from the timesteps; allowed is Timesteps." },
        { new(SamplerKind.Lcm, null, TimestepSpacing.Trailing), "Spacing is Trailing, but Lcm spaces its timesteps by its own rule; allowed is none." },
        { new(SamplerKind.Euler, null, null, 0.5), "Eta is 0.5, but Euler has none; allowed is 0." },
        { new(SamplerKind.Ddim, null, null, 1.5), "Eta is 1.5; allowed is 0 to 1." },
        { new(SamplerKind.Ddim, null, null, -0.5), "Eta is -0.5; allowed is 0 to 1." },
        { new(SamplerKind.Ddim, null, null, double.NaN), "Eta is NaN; allowed is 0 to 1." },
        { new((SamplerKind)99), "Kind is 99; allowed are Ddim, Ddpm, Pndm, Euler, EulerAncestral, Heun, DpmPlusPlus2M, DpmPlusPlus2MSde, UniPc, Lcm." },
        { new(SamplerKind.Euler, (SigmaSchedule)9), "Sigmas is 9; allowed are Timesteps, Karras, Exponential, Beta." },
        { new(SamplerKind.Euler, null, (TimestepSpacing)9), "Spacing is 9; allowed are Leading, Trailing, Linspace." },
    };

    public static TheoryData<SamplerKind> Kinds => new(Enum.GetValues<SamplerKind>());

    [Theory]
    [MemberData(nameof(Refused))]
    public void Resolve_ChoiceThatCannotBe_SaysWhatIsAllowed(SamplerChoice choice, string problem)
    {
        var error = Assert.Throws<SamplingException>(() => File.Resolve(choice));
        Assert.Equal((SamplingException.Sampler, problem), (error.Setting, error.Message));
    }

    [Theory]
    [InlineData(SamplerKind.Euler, SigmaSchedule.Karras)]
    [InlineData(SamplerKind.Heun, SigmaSchedule.Exponential)]
    [InlineData(SamplerKind.DpmPlusPlus2M, SigmaSchedule.Beta)]
    [InlineData(SamplerKind.DpmPlusPlus2MSde, SigmaSchedule.Karras)]
    [InlineData(SamplerKind.UniPc, SigmaSchedule.Karras)]
    public void Resolve_Sigmas_AreTheRequests(SamplerKind kind, SigmaSchedule sigmas) => Assert.Equal(sigmas, File.Resolve(new SamplerChoice(kind, sigmas)).Sigmas);

    [Fact]
    public void Resolve_NothingChosen_IsTheFiles()
    {
        var file = Files.Of("EulerDiscreteScheduler", "\"use_karras_sigmas\": true, \"timestep_spacing\": \"trailing\"");
        var config = file.Resolve();
        Assert.Equal((SamplerKind.Euler, SigmaSchedule.Karras, TimestepSpacing.Trailing), (config.Kind, config.Sigmas, config.Spacing));
        Assert.Equal(SigmaSchedule.Timesteps, file.Resolve(new SamplerChoice(Sigmas: SigmaSchedule.Timesteps)).Sigmas);
    }

    [Fact]
    public void Resolve_SigmasOverUniformLambdas_TakesTheRequests()
    {
        var file = Files.Of("DPMSolverMultistepScheduler", "\"use_lu_lambdas\": true");
        Assert.True(file.Resolve().UniformLambdas);
        Assert.False(file.Resolve(new SamplerChoice(Sigmas: SigmaSchedule.Timesteps)).UniformLambdas);
    }

    [Fact]
    public void Resolve_EtaOfDdim_IsKept() => Assert.Equal(0.3, File.Resolve(new SamplerChoice(SamplerKind.Ddim, Eta: 0.3)).Eta);

    // Whatever a request can say, it is painted with numbers, or refused before.
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Resolve_AnyCombination_WalksToNumbersOrSaysWhyNot(SamplerKind kind)
    {
        var walked = 0;
        foreach (var (file, sigmas, spacing, steps, strength) in Combinations())
        {
            try
            {
                var config = file.Resolve(new SamplerChoice(kind, sigmas, spacing));
                var x = Walk.OfPerfectModel(Samplers.Create(config, steps, strength), config.Prediction, [0.5f], new TorchRandom(1));
                Assert.True(float.IsFinite(x[0]), $"{kind}, {sigmas}, {spacing}, {steps} steps, strength {strength}: {x[0]}");
                walked++;
            }
            catch (SamplingException e)
            {
                Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
            }
        }

        Assert.True(walked > 0);
    }

    private static IEnumerable<(SchedulerFile File, SigmaSchedule? Sigmas, TimestepSpacing? Spacing, int Steps, double Strength)> Combinations() =>
        from file in new[] { File, ZeroSnr }
        from sigmas in new SigmaSchedule?[] { null, SigmaSchedule.Karras, SigmaSchedule.Exponential, SigmaSchedule.Beta }
        from spacing in new TimestepSpacing?[] { null, TimestepSpacing.Leading, TimestepSpacing.Trailing, TimestepSpacing.Linspace }
        from steps in Steps
        from strength in Strengths
        select (file, sigmas, spacing, steps, strength);
}
