using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>A ControlNet's files.</summary>
internal sealed record ControlNetCheckpoint(string Path, ControlNetConfig Config, SafetensorsFile Tensors) : IDisposable
{
    /// <summary>Opens a folder in diffusers' layout.</summary>
    public static ControlNetCheckpoint Open(string path) => new(
        path,
        ControlNetConfig.Load(System.IO.Path.Combine(path, "config.json")),
        SafetensorsFile.Open(System.IO.Path.Combine(path, "diffusion_pytorch_model.safetensors")));

    public void Dispose() => Tensors.Dispose();
}
