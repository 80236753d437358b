using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>A base model's files: what each network looks like, and where its tensors are. Opening reads headers and configurations, no weights.</summary>
internal sealed class Checkpoint(OpenFiles files) : IDisposable
{
    /// <summary>The folder or file.</summary>
    public required string Path { get; init; }

    /// <summary>Which Stable Diffusion it is.</summary>
    public required ModelFamily Family { get; init; }

    /// <summary>The content of <c>scheduler_config.json</c>; for a single file what is published for its family.</summary>
    public required JsonElement SchedulerConfig { get; init; }

    /// <summary>One, or in SDXL two.</summary>
    public required IReadOnlyList<CheckpointPart<ClipTextConfig>> TextEncoders { get; init; }

    public required CheckpointPart<UNetConfig> UNet { get; init; }

    public required CheckpointPart<VaeConfig> Vae { get; init; }

    /// <summary>Whether no negative prompt means zeros for an embedding rather than the embedding of no text.</summary>
    public required bool ForceZerosForEmptyPrompt { get; init; }

    /// <summary>Opens a folder in diffusers' layout or a single safetensors file in LDM's or SGM's, and checks every tensor of every network.</summary>
    /// <param name="path">The folder or file.</param>
    /// <param name="configs">
    /// For a single file, a folder in diffusers' layout whose configurations and vocabularies are used where it has them; the rest is derived from the tensors.
    /// The default is a folder beside the file of the file's name without <c>.safetensors</c>, if there is one.
    /// </param>
    /// <exception cref="CheckpointException">The model is missing, broken, something else than a base model, or of a structure that is not supported.</exception>
    public static Checkpoint Open(string path, string? configs = null) => OpenFiles.Keep(files =>
    {
        if (!Directory.Exists(path) && !File.Exists(path))
        {
            throw new CheckpointException(path, "there is no such file or folder.");
        }

        var checkpoint = Directory.Exists(path) ? DiffusersFolder.Open(path, files) : SingleFile.Open(path, new CompanionFolder(path, configs), files);
        PartsCheck.Run(checkpoint);
        return checkpoint;
    });

    public void Dispose() => files.Dispose();
}
