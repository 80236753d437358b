using System.Globalization;

namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>A device as configurations write it: <c>cpu</c>, <c>cpu:threads=2</c>, <c>cuda:0</c>.</summary>
/// <param name="Kind">What computes.</param>
/// <param name="Threads">Of a <see cref="DeviceKind.Cpu"/>, 1 to 1024; 0 is an even share of the cores.</param>
/// <param name="Ordinal">Of a <see cref="DeviceKind.Cuda"/>, from 0, as the driver counts.</param>
public sealed record DeviceSpec(DeviceKind Kind, int Threads = 0, int Ordinal = 0)
{
    private const string CpuName = "cpu";
    private const string ThreadsPrefix = "cpu:threads=";
    private const string CudaPrefix = "cuda:";
    private const int MostThreads = 1024;
    private const int MostOrdinal = 63;

    /// <summary>The host's cores.</summary>
    public static DeviceSpec Cpu { get; } = new(DeviceKind.Cpu);

    /// <summary>Reads a device.</summary>
    /// <exception cref="FormatException">It is none; the message says what is allowed.</exception>
    public static DeviceSpec Parse(string text) => text switch
    {
        CpuName => Cpu,
        _ when Number(text, ThreadsPrefix) is >= 1 and <= MostThreads and var threads => new DeviceSpec(DeviceKind.Cpu, Threads: threads),
        _ when Number(text, CudaPrefix) is >= 0 and <= MostOrdinal and var ordinal => new DeviceSpec(DeviceKind.Cuda, Ordinal: ordinal),
        _ => throw new FormatException($"device '{text}' is not known; allowed are cpu, cpu:threads=1 to {MostThreads}, and cuda:0 to {MostOrdinal}."),
    };

    /// <summary>As configurations write it.</summary>
    public override string ToString() => this switch
    {
        { Kind: DeviceKind.Cuda } => string.Create(CultureInfo.InvariantCulture, $"{CudaPrefix}{Ordinal}"),
        { Threads: 0 } => CpuName,
        _ => string.Create(CultureInfo.InvariantCulture, $"{ThreadsPrefix}{Threads}"),
    };

    private static int Number(string text, string prefix) =>
        text.StartsWith(prefix, StringComparison.Ordinal) && int.TryParse(text.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
