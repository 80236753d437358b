using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Messages.Tests.Jobs;

public sealed class SamplerNamesTests
{
    [Theory]
    [InlineData("ddim", JobSampler.Ddim, null)]
    [InlineData("DDIM", JobSampler.Ddim, null)]
    [InlineData("DDIMScheduler", JobSampler.Ddim, null)]
    [InlineData("ddpm", JobSampler.Ddpm, null)]
    [InlineData("DDPMScheduler", JobSampler.Ddpm, null)]
    [InlineData("pndm", JobSampler.Pndm, null)]
    [InlineData("PLMS", JobSampler.Pndm, null)]
    [InlineData("PNDMScheduler", JobSampler.Pndm, null)]
    [InlineData("euler", JobSampler.Euler, null)]
    [InlineData("Euler", JobSampler.Euler, null)]
    [InlineData("Euler Karras", JobSampler.Euler, NoiseSchedule.Karras)]
    [InlineData("EulerDiscreteScheduler", JobSampler.Euler, null)]
    [InlineData("euler_a", JobSampler.EulerAncestral, null)]
    [InlineData("Euler a", JobSampler.EulerAncestral, null)]
    [InlineData("euler_ancestral", JobSampler.EulerAncestral, null)]
    [InlineData("EulerAncestralDiscreteScheduler", JobSampler.EulerAncestral, null)]
    [InlineData("Heun", JobSampler.Heun, null)]
    [InlineData("HeunDiscreteScheduler", JobSampler.Heun, null)]
    [InlineData("dpmpp_2m", JobSampler.DpmPlusPlus2M, null)]
    [InlineData("DPM++ 2M", JobSampler.DpmPlusPlus2M, null)]
    [InlineData("DPM++ 2M Karras", JobSampler.DpmPlusPlus2M, NoiseSchedule.Karras)]
    [InlineData("dpm++ 2m beta", JobSampler.DpmPlusPlus2M, NoiseSchedule.Beta)]
    [InlineData("DPMSolverMultistepScheduler", JobSampler.DpmPlusPlus2M, null)]
    [InlineData("dpmpp_2m_sde", JobSampler.DpmPlusPlus2MSde, null)]
    [InlineData("DPM++ 2M SDE", JobSampler.DpmPlusPlus2MSde, null)]
    [InlineData("DPM++ 2M SDE Exponential", JobSampler.DpmPlusPlus2MSde, NoiseSchedule.Exponential)]
    [InlineData("uni_pc", JobSampler.UniPc, null)]
    [InlineData("UniPC", JobSampler.UniPc, null)]
    [InlineData("UniPCMultistepScheduler", JobSampler.UniPc, null)]
    [InlineData("LCM", JobSampler.Lcm, null)]
    [InlineData("LCMScheduler", JobSampler.Lcm, null)]
    public void TryParse_NameInAnySpelling_GivesSamplerAndSchedule(string name, JobSampler sampler, NoiseSchedule? schedule)
    {
        Assert.True(SamplerNames.TryParse(name, out var found, out var implied));
        Assert.Equal((sampler, schedule), (found, implied));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" euler")]
    [InlineData("DPM++ SDE")]
    [InlineData("DPM++ 2M karras ")]
    [InlineData("DDIM Karras")]
    [InlineData("Euler Timesteps")]
    [InlineData("KDPM2DiscreteScheduler")]
    public void TryParse_OtherName_GivesNone(string? name) => Assert.False(SamplerNames.TryParse(name, out _, out _));

    [Fact]
    public void Of_EverySampler_IsAmongThoseAllowedAndParsesToIt()
    {
        var samplers = Enum.GetValues<JobSampler>();
        Assert.Equal(SamplerNames.Allowed, samplers.Select(SamplerNames.Of));
        Assert.Equal(samplers, samplers.Select(sampler => SamplerNames.TryParse(SamplerNames.Of(sampler), out var found, out _) ? found : throw new InvalidOperationException()));
    }

    [Fact]
    public void SchedulesOf_EverySampler_HasTheTimesteps() => Assert.All(Enum.GetValues<JobSampler>(), sampler => Assert.Contains(NoiseSchedule.Timesteps, SamplerNames.SchedulesOf(sampler)));
}
