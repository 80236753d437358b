using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>A folder of configurations for a single file, which has none of its own: by default the one beside it that is named like it.</summary>
internal sealed class CompanionFolder
{
    private readonly string? folder;

    public CompanionFolder(string file, string? folder)
    {
        if (folder is not null && !Directory.Exists(folder))
        {
            throw new CheckpointException(folder, "there is no such folder of configurations.");
        }

        var beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, Path.GetFileNameWithoutExtension(file));
        this.folder = folder ?? (Directory.Exists(beside) ? beside : null);
    }

    /// <summary>For a file that is part of diffusers' layout its own folder, which has its configuration; null for others.</summary>
    public static string? BesideOwnName(string file) =>
        Path.GetFileName(file).StartsWith(DiffusersFolder.WeightsStem, StringComparison.Ordinal) ? Path.GetDirectoryName(Path.GetFullPath(file)) : null;

    /// <summary>The path of a file in the folder, or null where there is none.</summary>
    public string? File(params string[] relative) => PathOf(relative) is { } path && System.IO.File.Exists(path) ? path : null;

    /// <summary>The path of a folder in the folder, or null where there is none.</summary>
    public string? Folder(params string[] relative) => PathOf(relative) is { } path && Directory.Exists(path) ? path : null;

    /// <summary>A JSON file of the folder, or else what <paramref name="derive"/> makes.</summary>
    /// <returns>The JSON, and where it comes from, for messages.</returns>
    public (JsonElement Json, string Path) Read(string[] relative, string file, Func<JsonElement> derive) =>
        File(relative) is { } path ? (JsonFile.Read(path), path) : (derive(), file);

    private string? PathOf(string[] relative) => folder is null ? null : Path.Combine([folder, .. relative]);
}
