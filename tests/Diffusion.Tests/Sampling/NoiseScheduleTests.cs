using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class NoiseScheduleTests
{
    private static readonly SchedulerConfig Config = Walk.StableDiffusion(SamplerKind.Euler);
    private static readonly SchedulerConfig ZeroSnr = Config with { ZeroTerminalSnr = true };

    [Theory]
    [InlineData(0, .99915)]
    [InlineData(1, .998296)]
    [InlineData(201, .752143)]
    [InlineData(500, .2763325)]
    [InlineData(801, .0365465)]
    [InlineData(998, .0047167)]
    [InlineData(999, .004660096)]
    public void AlphaBar_StableDiffusion_IsTheTables(int t, double expected) => Near.Equal([expected], [Create(Config).AlphaBar(t)], relative: 1e-5);

    [Theory]
    [InlineData(0, .02916753)]
    [InlineData(1, .04131448)]
    [InlineData(500, 1.6182796)]
    [InlineData(999, 14.614645)]
    public void Sigma_StableDiffusion_IsTheTables(int t, double expected) => Near.Equal([expected], [Create(Config).Sigma(t)], relative: 1e-6);

    [Theory]
    [InlineData(0, .99915)]
    [InlineData(500, .24101859)]
    [InlineData(998, 1.9679e-7)]
    [InlineData(999, 0)]
    public void AlphaBar_ZeroTerminalSnr_EndsAtNothing(int t, double expected) => Assert.Equal(expected, Create(ZeroSnr).AlphaBar(t), 5e-5 * expected);

    // √(2²⁴ − 1) lies just below the middle of two floats; torch gives the one above, and a one-step sampler shows the difference.
    [Fact]
    public void SigmaMax_ZeroTerminalSnrMadeFinite_IsExactly4096() => Assert.Equal(4096, NoiseSchedule.Create(ZeroSnr, finiteSigmas: true).SigmaMax);

    [Theory]
    [InlineData(0)]
    [InlineData(250.25)]
    [InlineData(998.5)]
    [InlineData(999)]
    public void Timestep_OfSigma_FindsItAgain(double t) => Assert.Equal(t, Create(Config).Timestep(Create(Config).Sigma(t)), 0.01);

    [Theory]
    [InlineData(1e-12, 0)]
    [InlineData(0.01, 0)]
    [InlineData(1e6, 999)]
    public void Timestep_OutsideTheTable_IsItsEnd(double sigma, double expected) => Assert.Equal(expected, Create(Config).Timestep(sigma));

    [Fact]
    public void Create_TrainedBetas_UsesThem()
    {
        var schedule = Create(Config with { TrainTimesteps = 3, TrainedBetas = [0.1f, 0.2f, 0.5f] });
        Near.Equal([0.9, 0.72, 0.36], Enumerable.Range(0, 3).Select(schedule.AlphaBar), relative: 1e-6);
    }

    [Fact]
    public void Create_Linear_SpreadsBetaEvenly()
    {
        var schedule = Create(Config with { TrainTimesteps = 3, BetaSchedule = BetaSchedule.Linear, BetaStart = 0.1, BetaEnd = 0.5 });
        Near.Equal([0.9, 0.9 * 0.7, 0.9 * 0.7 * 0.5], Enumerable.Range(0, 3).Select(schedule.AlphaBar), relative: 1e-6);
    }

    // ᾱ_t = f(t + 1)/f(0) until β is capped.
    [Theory]
    [InlineData(99)]
    [InlineData(499)]
    [InlineData(899)]
    public void Create_SquaredCosine_FollowsTheCosine(int t)
    {
        static double F(double u) => Math.Pow(Math.Cos((u + 0.008) / 1.008 * Math.PI / 2), 2);
        var schedule = Create(Config with { BetaSchedule = BetaSchedule.SquaredCosine });
        Near.Equal([F((t + 1) / 1000.0) / F(0)], [schedule.AlphaBar(t)], relative: 1e-4);
    }

    [Fact]
    public void CountBelowLambda_AtTheMiddle_CountsTheNoisierOnes()
    {
        var schedule = Create(Config);
        var lambda = -Math.Log(schedule.Sigma(600.5));
        Assert.Equal(399, schedule.CountBelowLambda(lambda));
        Assert.Equal(0, schedule.CountBelowLambda(double.NegativeInfinity));
    }

    private static NoiseSchedule Create(SchedulerConfig config) => NoiseSchedule.Create(config, finiteSigmas: false);
}
