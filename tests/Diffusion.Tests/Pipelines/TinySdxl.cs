using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

/// <summary>The small SDXL of the goldens: two text encoders of two widths. Loaded once for the tests that share it.</summary>
public sealed class TinySdxl : IDisposable
{
    internal ModelParts Model { get; } = ModelParts.Load(Repository.PathOf("tests/goldens/models/sdxl-tiny"), TestDevices.Options);

    public void Dispose() => Model.Dispose();
}
