using System.Globalization;
using System.Text.Json;

namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>A config.json, read key by key. Every read states what is allowed; <see cref="RejectUnknown"/> closes by refusing keys that nothing has read.</summary>
/// <remarks>A key that is null counts as absent, as in diffusers, unless a method says otherwise.</remarks>
internal sealed class ConfigFile
{
    private readonly Dictionary<string, JsonElement> values = [];
    private readonly HashSet<string> known = [];

    public ConfigFile(string path, JsonElement root)
    {
        Path = path;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new CheckpointException(path, $"the configuration is {Show(root)}; it must be a JSON object.");
        }

        foreach (var property in root.EnumerateObject())
        {
            if (!values.TryAdd(property.Name, property.Value))
            {
                throw new CheckpointException(path, $"'{property.Name}' is given twice.");
            }
        }
    }

    public string Path { get; }

    public static ConfigFile Open(string path) => new(path, JsonFile.Read(path));

    /// <summary>The error that a key's value is not allowed.</summary>
    public CheckpointException Refuse(string key, string allowed) =>
        new(Path, $"'{key}' is {(values.TryGetValue(key, out var value) ? Show(value) : "not given")}; {allowed}.");

    /// <summary>Whether the key is there and not null.</summary>
    public bool Has(string key)
    {
        known.Add(key);
        return values.TryGetValue(key, out var value) && value.ValueKind != JsonValueKind.Null;
    }

    /// <summary>Whether the key is there and null.</summary>
    public bool IsNull(string key)
    {
        known.Add(key);
        return values.TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.Null;
    }

    /// <summary>A whole number between <paramref name="min"/> and <paramref name="max"/>, which are allowed too.</summary>
    public int Int(string key, int fallback, int min, int max) => OptionalInt(key, min, max) ?? fallback;

    /// <summary>A whole number, or null where the key is absent.</summary>
    public int? OptionalInt(string key, int min, int max) => Has(key) ? Int(key, values[key], min, max) : null;

    /// <summary>A finite number from <paramref name="min"/> to <paramref name="max"/>, which are allowed too.</summary>
    public double Number(string key, double fallback, double min, double max) => Has(key) ? Number(key, values[key], min, max) : fallback;

    /// <summary>A list of finite numbers, or null where the key is absent.</summary>
    public IReadOnlyList<double>? OptionalNumbers(string key, int count, double min, double max)
    {
        if (!Has(key))
        {
            return null;
        }

        var items = Items(key, values[key], count, count);
        return [.. items.Select((item, i) => Number($"{key}[{i}]", item, min, max))];
    }

    /// <summary>True or false.</summary>
    public bool Bool(string key, bool fallback) => Has(key) ? Bool(key, values[key]) : fallback;

    /// <summary>One of a few words.</summary>
    public string Choice(string key, string fallback, params string[] allowed) => Has(key) ? Choice(key, values[key], allowed) : fallback;

    /// <summary>A list of one of a few words each.</summary>
    public IReadOnlyList<string> Choices(string key, string[] fallback, int maxCount, params string[] allowed) =>
        Has(key) ? [.. Items(key, values[key], 1, maxCount).Select((item, i) => Choice($"{key}[{i}]", item, allowed))] : fallback;

    /// <summary>A list of whole numbers.</summary>
    public IReadOnlyList<int> Ints(string key, int[] fallback, int maxCount, int min, int max) =>
        Has(key) ? [.. Items(key, values[key], 1, maxCount).Select((item, i) => Int($"{key}[{i}]", item, min, max))] : fallback;

    /// <summary>A whole number per block; a single number holds for all of them.</summary>
    public IReadOnlyList<int> IntPerBlock(string key, int fallback, int blocks, int min, int max) =>
        IsList(key)
            ? [.. Items(key, values[key], blocks, blocks).Select((item, i) => Int($"{key}[{i}]", item, min, max))]
            : [.. Enumerable.Repeat(Int(key, fallback, min, max), blocks)];

    /// <summary>True or false per block; a single one holds for all of them.</summary>
    public IReadOnlyList<bool> BoolPerBlock(string key, bool fallback, int blocks) =>
        IsList(key)
            ? [.. Items(key, values[key], blocks, blocks).Select((item, i) => Bool($"{key}[{i}]", item))]
            : [.. Enumerable.Repeat(Bool(key, fallback), blocks)];

    /// <summary>A whole number per layer of each block: a number for all, a list with a number per block, or in it a list with one per layer.</summary>
    public IReadOnlyList<IReadOnlyList<int>> IntPerLayer(string key, int fallback, IReadOnlyList<int> layers, int min, int max)
    {
        if (!IsList(key))
        {
            var all = Int(key, fallback, min, max);
            return [.. layers.Select(count => Enumerable.Repeat(all, count).ToArray())];
        }

        return [.. Items(key, values[key], layers.Count, layers.Count).Select((item, block) => IntsOfBlock($"{key}[{block}]", item, layers[block], min, max))];
    }

    /// <summary>Whether the key holds a list.</summary>
    public bool IsList(string key) => Has(key) && values[key].ValueKind == JsonValueKind.Array;

    /// <summary>Whether the key holds a list with a list in it.</summary>
    public bool IsNested(string key) => IsList(key) && values[key].EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Array);

    /// <summary>Accepts the key only if it is absent, null or one of <paramref name="allowed"/>, written as JSON: it would change the structure in an unsupported way.</summary>
    public void Only(string key, params string[] allowed)
    {
        if (Has(key) && !allowed.Contains(Show(values[key])))
        {
            throw Refuse(key, allowed.Length == 0 ? "only null is supported" : $"supported is {string.Join(" or ", allowed)}");
        }
    }

    /// <summary>Refuses keys that nothing has read, unless they say nothing (null, false, 0, an empty text or list), are private (an underscore first) or known to be harmless.</summary>
    public void RejectUnknown(IReadOnlySet<string> harmless)
    {
        foreach (var (key, value) in values)
        {
            if (!known.Contains(key) && !key.StartsWith('_') && !harmless.Contains(key) && !SaysNothing(value))
            {
                throw new CheckpointException(Path, $"'{Shorten(key)}' is {Show(value)}; this key is unknown, and could change the structure.");
            }
        }
    }

    private IReadOnlyList<int> IntsOfBlock(string key, JsonElement value, int layers, int min, int max) => value.ValueKind == JsonValueKind.Array
        ? [.. Items(key, value, layers, layers).Select((item, i) => Int($"{key}[{i}]", item, min, max))]
        : [.. Enumerable.Repeat(Int(key, value, min, max), layers)];

    private int Int(string key, JsonElement value, int min, int max) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max && number == Math.Floor(number)
            ? (int)number
            : throw Bad(key, value, string.Create(CultureInfo.InvariantCulture, $"allowed are whole numbers from {min} to {max}"));

    private double Number(string key, JsonElement value, double min, double max) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number >= min && number <= max
            ? number
            : throw Bad(key, value, string.Create(CultureInfo.InvariantCulture, $"allowed are numbers from {min} to {max}"));

    private bool Bool(string key, JsonElement value) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Bad(key, value, "allowed are true and false");

    private string Choice(string key, JsonElement value, string[] allowed) =>
        value.ValueKind == JsonValueKind.String && allowed.Contains(value.GetString())
            ? value.GetString()!
            : throw Bad(key, value, $"supported is {string.Join(" or ", allowed)}");

    private IReadOnlyList<JsonElement> Items(string key, JsonElement value, int min, int max)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() < min || value.GetArrayLength() > max)
        {
            throw Bad(key, value, min == max ? $"it must be a list of {min}, one per block" : $"it must be a list of {min} to {max}");
        }

        return [.. value.EnumerateArray()];
    }

    private CheckpointException Bad(string key, JsonElement value, string allowed) => new(Path, $"'{key}' is {Show(value)}; {allowed}.");

    private static bool SaysNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.Number => value.TryGetDouble(out var number) && number == 0,
        JsonValueKind.String => value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    private static string Show(JsonElement value) => Shorten(value.GetRawText());

    private static string Shorten(string text) => text.Length <= 100 ? text : $"{text[..100]}...";
}
