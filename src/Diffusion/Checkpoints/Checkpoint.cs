using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>A base model's files: what each network looks like, and where its tensors are.</summary>
internal sealed class Checkpoint : IDisposable
{
    private Checkpoint(string path, JsonElement schedulerConfig, IReadOnlyList<CheckpointPart<ClipTextConfig>> textEncoders, CheckpointPart<UNetConfig> unet, CheckpointPart<VaeConfig> vae)
    {
        (Path, SchedulerConfig, TextEncoders, UNet, Vae) = (path, schedulerConfig, textEncoders, unet, vae);
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The content of <c>scheduler_config.json</c>.</summary>
    public JsonElement SchedulerConfig { get; }

    /// <summary>One, or in SDXL two.</summary>
    public IReadOnlyList<CheckpointPart<ClipTextConfig>> TextEncoders { get; }

    public CheckpointPart<UNetConfig> UNet { get; }

    public CheckpointPart<VaeConfig> Vae { get; }

    /// <summary>Whether an empty negative prompt means zeros for an embedding rather than the embedding of no text.</summary>
    public bool ForceZerosForEmptyPrompt => UNet.Config.Trunk.TextTime is not null;

    /// <summary>Opens a folder in diffusers' layout.</summary>
    /// <exception cref="CheckpointException">A file is missing or broken.</exception>
    public static Checkpoint Open(string path)
    {
        CheckpointPart<T> Part<T>(string name, Func<string, T> load, string file)
        {
            var folder = System.IO.Path.Combine(path, name);
            return new(name, load(System.IO.Path.Combine(folder, "config.json")), SafetensorsFile.Open(System.IO.Path.Combine(folder, file)), path);
        }

        string[] names = ["text_encoder", "text_encoder_2"];
        return new Checkpoint(
            path,
            JsonDocument.Parse(PythonJson.Quote(File.ReadAllBytes(System.IO.Path.Combine(path, "scheduler", "scheduler_config.json")))).RootElement,
            [.. names.Where(name => Directory.Exists(System.IO.Path.Combine(path, name))).Select(name => Part(name, ClipTextConfig.Load, "model.safetensors"))],
            Part("unet", UNetConfig.Load, "diffusion_pytorch_model.safetensors"),
            Part("vae", VaeConfig.Load, "diffusion_pytorch_model.safetensors"));
    }

    public void Dispose()
    {
        UNet.Tensors.Dispose();
        Vae.Tensors.Dispose();
        foreach (var encoder in TextEncoders)
        {
            encoder.Tensors.Dispose();
        }
    }
}
