using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Adapters.Files;

/// <summary>PEFT's configuration as diffusers writes it into a file's header: α for all modules of a network and for some by name.</summary>
/// <remarks>Its ranks are not read: each factor's shape tells its own.</remarks>
internal sealed class PeftMetadata
{
    private const string Key = "lora_adapter_metadata";

    private readonly string path;
    private readonly Dictionary<string, JsonElement> values = [];

    private PeftMetadata(string path) => this.path = path;

    /// <summary>Reads the header of a file, which may have none.</summary>
    /// <exception cref="CheckpointException">It is not a JSON object.</exception>
    public static PeftMetadata Read(SafetensorsFile file)
    {
        var metadata = new PeftMetadata(file.Path);
        if (!file.Metadata.TryGetValue(Key, out var json))
        {
            return metadata;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                metadata.values[property.Name] = property.Value.Clone();
            }

            return metadata;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CheckpointException(file.Path, $"the header's {Key} is not a JSON object ({e.Message})", e);
        }
    }

    /// <summary>α over what it is divided by, for a module; null where the header says nothing.</summary>
    /// <param name="network">For example <c>unet</c>.</param>
    /// <param name="module">Its path in the network.</param>
    /// <param name="rank">Of its factors.</param>
    public double? Factor(string network, string module, int rank)
    {
        if (Alpha(network, module) is not { } alpha)
        {
            return null;
        }

        // arXiv:2312.03732: with a large rank, division by it makes the change too small.
        var stabilized = values.TryGetValue($"{network}.use_rslora", out var rslora) && rslora.ValueKind == JsonValueKind.True;
        return alpha / (stabilized ? Math.Sqrt(rank) : rank);
    }

    private double? Alpha(string network, string module)
    {
        if (values.TryGetValue($"{network}.alpha_pattern", out var patterns) && patterns.ValueKind == JsonValueKind.Object)
        {
            foreach (var pattern in patterns.EnumerateObject().Where(pattern => Matches(module, pattern.Name)))
            {
                return Number(pattern.Value, $"{network}.alpha_pattern.{pattern.Name}");
            }
        }

        return values.TryGetValue($"{network}.lora_alpha", out var alpha) && alpha.ValueKind != JsonValueKind.Null ? Number(alpha, $"{network}.lora_alpha") : null;
    }

    /// <summary>A name matches itself and what ends with it behind a dot, and with a leading ^ only itself.</summary>
    private static bool Matches(string module, string pattern) =>
        pattern.StartsWith('^') ? module == pattern[1..] : module == pattern || module.EndsWith("." + pattern, StringComparison.Ordinal);

    private double Number(JsonElement value, string key) => value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
        ? number
        : throw new CheckpointException(path, $"the header's {Key} gives {key} as {value.GetRawText()}; it must be a number.");
}
