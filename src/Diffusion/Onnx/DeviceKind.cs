namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>What computes.</summary>
public enum DeviceKind
{
    /// <summary>Cores of the host.</summary>
    Cpu,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,
}
