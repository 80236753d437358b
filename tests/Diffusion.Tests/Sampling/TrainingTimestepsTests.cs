using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class TrainingTimestepsTests
{
    [Theory]
    [InlineData(TimestepSpacing.Leading, new[] { 801, 601, 401, 201, 1 })]
    [InlineData(TimestepSpacing.Trailing, new[] { 999, 799, 599, 399, 199 })]
    [InlineData(TimestepSpacing.Linspace, new[] { 999, 749, 500, 250, 0 })]
    public void Select_FiveSteps_IsDiffusers(TimestepSpacing spacing, int[] expected) => Assert.Equal(expected, TrainingTimesteps.Select(Config(spacing), 5));

    [Theory]
    [InlineData(TimestepSpacing.Leading, 20, new[] { 951, 901 }, 1)]
    [InlineData(TimestepSpacing.Leading, 30, new[] { 958, 925, 892 }, 1)]
    [InlineData(TimestepSpacing.Trailing, 30, new[] { 999, 966, 932, 899, 866 }, 32)]
    public void Select_MoreSteps_IsDiffusers(TimestepSpacing spacing, int steps, int[] first, int last)
    {
        var timesteps = TrainingTimesteps.Select(Config(spacing), steps);
        Assert.Equal(first, timesteps.Take(first.Length));
        Assert.Equal(last, timesteps[^1]);
    }

    [Fact]
    public void SelectContinuous_Linspace_IsNotRounded() => Assert.Equal([999, 749.25, 499.5, 249.75, 0], TrainingTimesteps.SelectContinuous(Config(TimestepSpacing.Linspace), 5));

    [Theory]
    [InlineData(TimestepSpacing.Leading, new[] { 831, 665, 499, 333, 167 })]
    [InlineData(TimestepSpacing.Trailing, new[] { 999, 799, 599, 399, 199 })]
    [InlineData(TimestepSpacing.Linspace, new[] { 999, 799, 599, 400, 200 })]
    public void SelectMultistep_FiveSteps_LeavesOutTheLast(TimestepSpacing spacing, int[] expected) => Assert.Equal(expected, TrainingTimesteps.SelectMultistep(Config(spacing), 5, end: 1000));

    // NumPy's arange gives one timestep too many, −1, for some of these.
    [Fact]
    public void Select_Trailing_GivesAsManyAsSteps()
    {
        for (var steps = 1; steps <= 1000; steps++)
        {
            var timesteps = TrainingTimesteps.Select(Config(TimestepSpacing.Trailing), steps);
            Assert.Equal(steps, timesteps.Length);
            Assert.True(timesteps[^1] >= 0, $"{steps} steps end at {timesteps[^1]}");
        }
    }

    [Theory]
    [InlineData(TimestepSpacing.Leading)]
    [InlineData(TimestepSpacing.Trailing)]
    [InlineData(TimestepSpacing.Linspace)]
    public void Select_AnySteps_FallsWithinTheTrainedOnes(TimestepSpacing spacing)
    {
        for (var steps = 1; steps <= 1000; steps++)
        {
            var timesteps = TrainingTimesteps.Select(Config(spacing) with { StepsOffset = 0 }, steps);
            Assert.True(timesteps is [<= 999, ..] and [.., >= 0], $"{steps} steps");
            Assert.All(timesteps.Zip(timesteps.Skip(1)), pair => Assert.True(pair.Second < pair.First, $"{steps} steps go from {pair.First} to {pair.Second}"));
        }
    }

    [Fact]
    public void Select_LeadingPastTheEnd_SaysTakeFewer()
    {
        var error = Assert.Throws<SamplingException>(() => TrainingTimesteps.Select(Config(TimestepSpacing.Leading), 1000));
        Assert.Equal(SamplingException.Steps, error.Setting);
        Assert.Equal("1000 steps of leading spacing, offset by 1, begin past the last of 1000 training timesteps; take fewer steps.", error.Message);
    }

    private static SchedulerConfig Config(TimestepSpacing spacing) => Walk.StableDiffusion(SamplerKind.Ddim, spacing);
}
