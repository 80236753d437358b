using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class NoiseLevelsTests
{
    private static readonly double[] Karras = [14.61465, 4.796543, 1.274105, .2479517, .02916753, 0];

    [Fact]
    public void ForEuler_Leading_IsDiffusers() => Near.Equal([5.134433, 2.292855, 1.168216, .5740507, .04131448, 0], Euler(TimestepSpacing.Leading).Sigmas, relative: 1e-6);

    [Fact]
    public void ForEuler_Linspace_IsDiffusers() => Near.Equal([14.614645, 4.08609, 1.615583, .695151, .02916753, 0], Euler(TimestepSpacing.Linspace).Sigmas, relative: 1e-6);

    [Fact]
    public void ForEuler_Trailing_IsDiffusers() => Near.Equal([14.614645, 5.087765, 2.276464, 1.160579, .5692854, 0], Euler(TimestepSpacing.Trailing).Sigmas, relative: 1e-6);

    [Fact]
    public void ForEuler_Karras_RunsBetweenItsOwnEnds()
    {
        var linspace = Euler(TimestepSpacing.Linspace, SigmaSchedule.Karras);
        Near.Equal([999, 785.954, 427.4898, 58.89149, 0], linspace.Timesteps, relative: 1e-6);
        Near.Equal(Karras, linspace.Sigmas, relative: 1e-6);
        Near.Equal([5.134433, 2.024807, .6921506, .1946933, .04131448, 0], Euler(TimestepSpacing.Leading, SigmaSchedule.Karras).Sigmas, relative: 1e-6);
    }

    [Fact]
    public void ForEuler_ZeroTerminalSnr_BeginsAt4096()
    {
        var config = Walk.StableDiffusion(SamplerKind.Euler, TimestepSpacing.Trailing) with { ZeroTerminalSnr = true };
        Near.Equal([4096, 7.4107084, 2.6048567, 1.2413752, .5947521, 0], ForEuler(config, 5).Sigmas, relative: 1e-6);
    }

    [Fact]
    public void ForMultistep_Leading_IsDiffusers() => Near.Equal([5.906451, 2.907122, 1.612887, .9323583, .4946973, 0], Multistep(TimestepSpacing.Leading).Sigmas, relative: 1e-6);

    [Fact]
    public void ForMultistep_Linspace_IsDiffusers() => Near.Equal([14.61465, 5.087765, 2.276464, 1.164392, .5716664, 0], Multistep(TimestepSpacing.Linspace).Sigmas, relative: 1e-6);

    [Theory]
    [InlineData(TimestepSpacing.Leading)]
    [InlineData(TimestepSpacing.Linspace)]
    public void ForMultistep_Karras_RunsOverTheWholeTableWhateverTheSpacing(TimestepSpacing spacing) => Near.Equal(Karras, Multistep(spacing, SigmaSchedule.Karras).Sigmas, relative: 1e-6);

    [Theory]
    [InlineData(SamplerKind.DpmPlusPlus2M)]
    [InlineData(SamplerKind.UniPc)]
    public void ForMultistep_EndsAtSigmaMin_EndsAtTheModelsSmallest(SamplerKind kind) =>
        Near.Equal([.02916753], [ForMultistep(Walk.StableDiffusion(kind) with { EndsAtSigmaMin = true }, 5).Sigmas[^1]], relative: 1e-6);

    [Fact]
    public void ForMultistep_SmallestLambda_LeavesOutNoisierTimesteps()
    {
        var config = Walk.StableDiffusion(SamplerKind.DpmPlusPlus2M, TimestepSpacing.Linspace);
        var cut = ForMultistep(config with { LambdaMin = -1 }, 5);
        Assert.True(-Math.Log(cut.Sigmas[0]) >= -1, $"λ begins at {-Math.Log(cut.Sigmas[0])}");
        Assert.True(cut.Sigmas[0] < ForMultistep(config, 5).Sigmas[0]);
    }

    [Fact]
    public void ForMultistep_LambdaAboveAll_NamesTheSetting()
    {
        var error = Assert.Throws<SamplingException>(() => ForMultistep(Walk.StableDiffusion(SamplerKind.DpmPlusPlus2M) with { LambdaMin = 9 }, 5));
        Assert.Equal("lambda_min_clipped is 9, above every level that the model was trained on; allowed is less.", error.Message);
    }

    // Two steps at one level would divide by a step of no length, and the latents would not be numbers.
    [Theory]
    [InlineData(SamplerKind.DpmPlusPlus2M, TimestepSpacing.Linspace)]
    [InlineData(SamplerKind.UniPc, TimestepSpacing.Linspace)]
    [InlineData(SamplerKind.UniPc, TimestepSpacing.Leading)]
    public void ForMultistep_LevelTwice_SaysTakeFewer(SamplerKind kind, TimestepSpacing spacing)
    {
        var config = Walk.StableDiffusion(kind, spacing) with { StepsOffset = 0 };
        var error = Assert.Throws<SamplingException>(() => ForMultistep(config, 1000));
        Assert.Equal(SamplingException.Steps, error.Setting);
        Assert.StartsWith($"1000 steps of {kind} go from noise level ", error.Message, StringComparison.Ordinal);
        Assert.Equal(999, ForMultistep(config, 999).Timesteps.Length);
    }

    [Fact]
    public void ForEuler_SmallestAboveLargest_NamesBoth()
    {
        var config = Walk.StableDiffusion(SamplerKind.Euler) with { Sigmas = SigmaSchedule.Karras, SigmaMin = 3, SigmaMax = 2 };
        var error = Assert.Throws<SamplingException>(() => ForEuler(config, 5));
        Assert.StartsWith("Karras noise levels would rise from 2 to 3;", error.Message, StringComparison.Ordinal);
    }

    // A schedule cut short has fewer steps than were asked for, and what is skipped may be all of them.
    [Fact]
    public void After_AllSteps_SaysNoneIsLeft()
    {
        var config = Walk.StableDiffusion(SamplerKind.DpmPlusPlus2M, TimestepSpacing.Trailing) with { LambdaMin = 2 };
        Assert.InRange(ForMultistep(config, 10).Timesteps.Length, 1, 8);
        var error = Assert.Throws<SamplingException>(() => Samplers.Create(config, 10, strength: 0.1));
        Assert.Equal(SamplingException.Strength, error.Setting);
    }

    private static NoiseLevels Euler(TimestepSpacing spacing, SigmaSchedule sigmas = SigmaSchedule.Timesteps) => ForEuler(Walk.StableDiffusion(SamplerKind.Euler, spacing) with { Sigmas = sigmas }, 5);

    private static NoiseLevels Multistep(TimestepSpacing spacing, SigmaSchedule sigmas = SigmaSchedule.Timesteps) =>
        ForMultistep(Walk.StableDiffusion(SamplerKind.DpmPlusPlus2M, spacing) with { Sigmas = sigmas }, 5);

    private static NoiseLevels ForEuler(SchedulerConfig config, int steps) => NoiseLevels.ForEuler(config, NoiseSchedule.Create(config, finiteSigmas: true), steps);

    private static NoiseLevels ForMultistep(SchedulerConfig config, int steps) => NoiseLevels.ForMultistep(config, NoiseSchedule.Create(config, finiteSigmas: true), steps);
}
