namespace SwiftDiffusion.Worker;

/// <summary>What paints.</summary>
public enum EngineKind
{
    /// <summary>The engine: Stable Diffusion on ONNX Runtime.</summary>
    Onnx,

    /// <summary>Nothing is computed: each image is a gradient that its seed decides. For load tests of a fleet without devices.</summary>
    Null,
}
