using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests.Validation;

public sealed class SamplingRulesTests
{
    [Theory]
    [InlineData("dpmpp_2m", null)]
    [InlineData("dpmpp_2m", NoiseSchedule.Karras)]
    [InlineData("DPM++ 2M Karras", null)]
    [InlineData("DPM++ 2M Karras", NoiseSchedule.Karras)]
    [InlineData("ddim", NoiseSchedule.Timesteps)]
    [InlineData(null, NoiseSchedule.Beta)]
    public void Check_ScheduleThatTheSamplerKnows_IsAllowed(string? sampler, NoiseSchedule? schedule) =>
        Assert.Empty(JobRules.Check(Samples.MinimalJob with { Sampler = sampler, Schedule = schedule }));

    [Theory]
    [InlineData("ddim", NoiseSchedule.Karras, "is karras; allowed is timesteps, or none, with sampler ddim")]
    [InlineData("Euler a", NoiseSchedule.Beta, "is beta; allowed is timesteps, or none, with sampler euler_ancestral")]
    [InlineData("DPM++ 2M Karras", NoiseSchedule.Exponential, "is exponential; allowed is karras, or none, with sampler 'DPM++ 2M Karras'")]
    public void Check_ScheduleThatTheSamplerDoesNotKnow_IsTold(string sampler, NoiseSchedule schedule, string problem) =>
        Assert.Equal([new Violation("schedule", problem)], JobRules.Check(Samples.MinimalJob with { Sampler = sampler, Schedule = schedule }));

    [Theory]
    [InlineData("DPM++ SDE")]
    [InlineData("")]
    [InlineData("euler  a")]
    [InlineData("DDIM Karras")]
    public void Check_UnknownSampler_TellsThoseKnown(string sampler)
    {
        var violations = JobRules.Check(Samples.MinimalJob with { Sampler = sampler });
        Assert.Contains($"is '{sampler}'; allowed is ddim, ddpm, pndm, euler, euler_ancestral, heun, dpmpp_2m, dpmpp_2m_sde, uni_pc, lcm, a class of diffusers' or a name of A1111's for one of them",
            violations.Select(violation => violation.Problem));
    }

    [Fact]
    public void Check_TimestepSpacing_IsNotForLcm()
    {
        Assert.Empty(JobRules.Check(Samples.MinimalJob with { Sampler = "ddpm", TimestepSpacing = TimestepSpacing.Leading }));
        Assert.Equal("timestepSpacing", Assert.Single(JobRules.Check(Samples.MinimalJob with { Sampler = "lcm", TimestepSpacing = TimestepSpacing.Leading })).Field);
    }

    [Fact]
    public void Check_Eta_IsForDdim()
    {
        Assert.Empty(JobRules.Check(Samples.MinimalJob with { Sampler = "DDIMScheduler", Eta = 0.5 }));
        Assert.Empty(JobRules.Check(Samples.MinimalJob with { Sampler = "euler", Eta = 0 }));
        Assert.Empty(JobRules.Check(Samples.MinimalJob with { Eta = 0.5 }));
        Assert.Equal([new Violation("eta", "is 0.5; allowed is a value with ddim only; the sampler is euler")], JobRules.Check(Samples.MinimalJob with { Sampler = "Euler", Eta = 0.5 }));
    }

    [Theory]
    [InlineData(20, 0.05, true)]
    [InlineData(20, 0.04, false)]
    [InlineData(1, 1, true)]
    [InlineData(1, 0.99, false)]
    public void Check_Strength_LeavesAStep(int steps, double strength, bool allowed)
    {
        var job = Samples.MinimalJob with { Sampler = "euler", Steps = steps, Strength = strength, InitImage = new() { Blob = "a.png" } };
        Assert.Equal(allowed ? [] : ["strength"], JobRules.Check(job).Select(violation => violation.Field));
        var second = Samples.MinimalJob with { Sampler = "euler", Steps = 150, Hires = new() { Steps = steps, Strength = strength } };
        Assert.Equal(allowed ? [] : ["hires.strength"], JobRules.Check(second).Select(violation => violation.Field));
    }

    [Fact]
    public void Check_StrengthWithoutAPicture_DoesNotMatter() => Assert.Empty(JobRules.Check(Samples.MinimalJob with { Sampler = "euler", Steps = 1, Strength = 0.1 }));

    [Fact]
    public void Check_SmallStrengthWithLcm_IsAllowed() =>
        Assert.Empty(JobRules.Check(Samples.MinimalJob with { Sampler = "lcm", Steps = 4, Strength = 0.1, InitImage = new() { Blob = "a.png" } }));
}
