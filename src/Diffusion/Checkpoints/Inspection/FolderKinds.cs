using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Checkpoints.Inspection;

/// <summary>Tells by its layout and its config.json what a folder is.</summary>
internal static class FolderKinds
{
    private static readonly Dictionary<string, CheckpointKind> Classes = new()
    {
        ["ControlNetModel"] = CheckpointKind.ControlNet,
        ["ControlNetUnionModel"] = CheckpointKind.ControlNet,
        ["ControlNetModel_Union"] = CheckpointKind.ControlNet,
        ["AutoencoderKL"] = CheckpointKind.Vae,
        ["UNet2DConditionModel"] = CheckpointKind.UNet,
        ["CLIPTextModel"] = CheckpointKind.TextEncoder,
        ["CLIPTextModelWithProjection"] = CheckpointKind.TextEncoder,
    };

    public static DetectedKind Of(string path)
    {
        if (Directory.Exists(Path.Combine(path, "unet")) || File.Exists(Path.Combine(path, ModelIndex.FileName)))
        {
            return DetectedKind.Of(CheckpointKind.BaseModel);
        }

        var config = Path.Combine(path, "config.json");
        return File.Exists(config) && ClassOf(JsonFile.Read(config)) is { } name
            ? Classes.TryGetValue(name, out var kind) ? DetectedKind.Of(kind) : new DetectedKind(CheckpointKind.Unknown, $"a {name}, which is not supported")
            : DetectedKind.Of(CheckpointKind.Unknown);
    }

    /// <summary>What a folder is or holds, as the end of a sentence.</summary>
    public static string Describe(string path)
    {
        if (ModelIndex.Read(path).ClassName is { } pipeline)
        {
            return $"{ModelIndex.FileName} calls it a {pipeline}";
        }

        var kind = Of(path);
        if (kind.Kind is not (CheckpointKind.Unknown or CheckpointKind.BaseModel) || kind.Name.EndsWith("supported", StringComparison.Ordinal))
        {
            return $"it is {kind.Name}";
        }

        string[] names = [.. Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal)];
        var single = names.FirstOrDefault(name => name.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase));
        return names.Length == 0 ? "it is empty"
            : single is not null ? $"if '{single}' is the model, give the path of that file"
            : $"it holds {string.Join(", ", names.Take(6))}{(names.Length > 6 ? ", ..." : "")}";
    }

    /// <exception cref="CheckpointException">The folder is of another kind.</exception>
    public static void Expect(string path, CheckpointKind needed)
    {
        // A configuration without a class name is read as the kind that is needed, and says itself what it lacks.
        if (Of(path) is var found && found.Kind != needed && !IsNameless(path))
        {
            throw new CheckpointException(path, $"{DetectedKind.NameOf(needed)} is needed, a folder with a config.json that says so; {Describe(path)}.");
        }
    }

    private static bool IsNameless(string path)
    {
        var config = Path.Combine(path, "config.json");
        return File.Exists(config) && ClassOf(JsonFile.Read(config)) is null;
    }

    private static string? ClassOf(JsonElement config)
    {
        if (config.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (config.TryGetProperty("_class_name", out var name) && name.ValueKind == JsonValueKind.String)
        {
            return name.GetString();
        }

        return config.TryGetProperty("model_type", out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("clip_text_model") ? "CLIPTextModel" : null;
    }
}
