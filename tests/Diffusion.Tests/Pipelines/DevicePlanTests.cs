using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

public sealed class DevicePlanTests
{
    // Two that act on both prompts, one on the prompt alone, and one for a part of the steps.
    private static readonly ControlNetUse Edges = new(Repository.PathOf("models/postcards/controlnets/edges"), Postcards.Edges(64)) { Scale = 0.7 };
    private static readonly ControlNetUse Other = new(Repository.PathOf("models/postcards/controlnets/depth"), Postcards.Edges(64));

    private static readonly PaintRequest Request = Postcards.Small with
    {
        ControlNets = [Edges, Other, Edges with { GuessMode = true }, Other with { Start = 0.4, End = 0.9 }],
        Loras = [new LoraUse(Repository.PathOf("models/postcards/loras/ink.safetensors"), 0.5)],
    };

    [Fact]
    public void ToString_OneDevice_RunsEverything() => AssertPlan(
        """
        text encoders                  0 cpu
        UNet encoder                   0 cpu
        UNet decoder                   0 cpu
        ControlNets                    0 cpu
        VAE                            0 cpu
        """,
        new EngineOptions());

    [Fact]
    public void ToString_ThreeDevices_GiveControlNetsTheirOwn() => AssertPlan(
        """
        text encoders                  0 cpu:threads=2
        UNet encoder                   0 cpu:threads=2
        UNet decoder                   0 cpu:threads=2
        ControlNets 1, 3, ...          1 cuda:0
        ControlNets 2, 4, ...          2 cuda:1
        VAE                            0 cpu:threads=2
        """,
        Options("cpu:threads=2", "cuda:0", "cuda:1"));

    [Fact]
    public void ToString_TwoDevicesGuidanceSplit_ShareTheControlNets() => AssertPlan(
        """
        text encoders                  0 cpu:threads=1
        UNet encoder, negative prompt  0 cpu:threads=1
        UNet decoder, negative prompt  0 cpu:threads=1
        UNet encoder, prompt           1 cpu:threads=3
        UNet decoder, prompt           1 cpu:threads=3
        ControlNets 1, 3, ...          0 cpu:threads=1
        ControlNets 2, 4, ...          1 cpu:threads=3
        VAE                            0 cpu:threads=1
        """,
        Options("cpu:threads=1", "cpu:threads=3") with { SplitsGuidance = true });

    [Fact]
    public void Create_CpuListedTwice_SharesTheCores() =>
        Assert.All(DevicePlan.Create(Options("cpu", "cpu")).Devices, device => Assert.Equal(Math.Max(1, Environment.ProcessorCount / 2), device.Threads));

    [Fact]
    public void Create_GuidanceSplitOverOneDevice_SaysWhatItTakes()
    {
        var error = Assert.Throws<ArgumentException>(() => DevicePlan.Create(Options("cpu") with { SplitsGuidance = true }));
        Assert.Equal("SplitsGuidance takes two devices; Devices names 1.", error.Message);
    }

    /// <summary>Networks that run at the same time give what they give one after the other, bit for bit, as long as each has the same number of threads.</summary>
    [Fact]
    public void Paint_DevicesOfEqualThreads_GivesTheBitsOfOne()
    {
        var sequential = Latents(Options("cpu:threads=1"), Request);
        Assert.Equal(sequential, Latents(Options("cpu:threads=1", "cpu:threads=1"), Request));
        Assert.Equal(sequential, Latents(Options("cpu:threads=1", "cpu:threads=1", "cpu:threads=1", "cpu:threads=1"), Request));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public void Paint_GuidanceSplit_AgreesToRounding(double guidance)
    {
        var request = Request with { GuidanceScale = guidance };
        var together = Latents(Options("cpu:threads=1"), request);
        var split = Latents(Options("cpu:threads=1", "cpu:threads=1") with { SplitsGuidance = true }, request);
        var error = together.Zip(split, (a, b) => Math.Abs(a - b)).Max() / together.Max(Math.Abs);
        TestContext.Current.TestOutputHelper!.WriteLine($"{error}");
        Assert.InRange(error, 0, 1e-4);
    }

    private static EngineOptions Options(params string[] devices) => new() { Devices = [.. devices.Select(DeviceSpec.Parse)] };

    private static float[] Latents(EngineOptions options, PaintRequest request)
    {
        using var pipeline = StableDiffusionPipeline.Load(Postcards.Folder, options);
        return pipeline.Paint(pipeline.Prepare(request), progress: null, TestContext.Current.CancellationToken).Images[0].Latents;
    }

    private static void AssertPlan(string plan, EngineOptions options) => Assert.Equal(plan + "\n", DevicePlan.Create(options).ToString());
}
