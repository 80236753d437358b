using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>What <c>model_index.json</c> says of a base model as a whole.</summary>
/// <param name="ClassName">The pipeline in diffusers that it was saved from, for example <c>StableDiffusionXLPipeline</c>.</param>
/// <param name="ForceZerosForEmptyPrompt">Whether no negative prompt means zeros; null where the file does not say.</param>
internal sealed record ModelIndex(string? ClassName, bool? ForceZerosForEmptyPrompt)
{
    /// <summary>The file's name.</summary>
    public const string FileName = "model_index.json";

    private const string ForceZeros = "force_zeros_for_empty_prompt", Aesthetics = "requires_aesthetics_score";

    /// <summary>Reads the file of a folder; an absent one says nothing.</summary>
    public static ModelIndex Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? Parse(JsonFile.Read(path), path) : new ModelIndex(null, null);
    }

    /// <summary>Reads the content of the file.</summary>
    /// <exception cref="CheckpointException">A key has a value of another kind, or the model is an SDXL refiner.</exception>
    public static ModelIndex Parse(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new CheckpointException(path, $"the file holds {json.ValueKind}; it must be a JSON object.");
        }

        if (Flag(json, path, Aesthetics) == true)
        {
            throw new CheckpointException(path, $"'{Aesthetics}' is true: this is an SDXL refiner, which is not supported.");
        }

        var className = json.TryGetProperty("_class_name", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        return new ModelIndex(className, Flag(json, path, ForceZeros));
    }

    private static bool? Flag(JsonElement json, string path, string key) => !json.TryGetProperty(key, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Null => null,
        _ => throw new CheckpointException(path, $"'{key}' is {value.GetRawText()}; allowed are true and false."),
    };
}
