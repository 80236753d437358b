namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>A device that was asked for cannot be used here.</summary>
/// <param name="device">Which.</param>
/// <param name="problem">Why, and what is allowed.</param>
public sealed class DeviceUnavailableException(DeviceSpec device, string problem) : Exception($"device '{device}' cannot be used: {problem}")
{
    /// <summary>The device.</summary>
    public DeviceSpec Device { get; } = device;
}
