using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class SchedulerClassesTests
{
    public static TheoryData<string, SamplerKind> Classes
    {
        get
        {
            var data = new TheoryData<string, SamplerKind>();
            foreach (var (name, kind) in SchedulerClasses.Kinds)
            {
                data.Add(name, kind);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void Resolve_ClassName_GivesItsSampler(string name, SamplerKind kind)
    {
        Assert.Equal(kind, Files.Of(name, Files.StableDiffusion).Resolve().Kind);
        Assert.Equal(kind, Files.Of(null, $"\"_class_name\": \"{name}\", {Files.StableDiffusion}").Resolve().Kind);
    }

    [Fact]
    public void Kinds_AllSamplers_HaveAClass() =>
        Assert.Equal(Enum.GetValues<SamplerKind>().Except([SamplerKind.DpmPlusPlus2MSde]).Order(), SchedulerClasses.Kinds.Values.Order());
}
