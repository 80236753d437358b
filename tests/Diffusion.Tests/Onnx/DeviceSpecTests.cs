using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Tests.Onnx;

public sealed class DeviceSpecTests
{
    [Theory]
    [InlineData("cpu", DeviceKind.Cpu, 0, 0)]
    [InlineData("cpu:threads=1", DeviceKind.Cpu, 1, 0)]
    [InlineData("cpu:threads=1024", DeviceKind.Cpu, 1024, 0)]
    [InlineData("cuda:0", DeviceKind.Cuda, 0, 0)]
    [InlineData("cuda:63", DeviceKind.Cuda, 0, 63)]
    public void Parse_Device_IsReadAndWrittenTheSame(string text, DeviceKind kind, int threads, int ordinal)
    {
        var spec = DeviceSpec.Parse(text);
        Assert.Equal(new DeviceSpec(kind, threads, ordinal), spec);
        Assert.Equal(text, spec.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("CPU")]
    [InlineData("cpu:threads=0")]
    [InlineData("cpu:threads=1025")]
    [InlineData("cpu:threads=-1")]
    [InlineData("cpu:threads=")]
    [InlineData("cpu:2")]
    [InlineData("cuda")]
    [InlineData("cuda:64")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:99999999999")]
    public void Parse_AnythingElse_SaysWhatIsAllowed(string text)
    {
        var error = Assert.Throws<FormatException>(() => DeviceSpec.Parse(text));
        Assert.Equal($"device '{text}' is not known; allowed are cpu, cpu:threads=1 to 1024, and cuda:0 to 63.", error.Message);
    }
}
