using System.Globalization;
using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Text;

/// <summary>A JSON file of a tokenizer folder, and the shapes that such files have. Every deviation is one clear error that names the file.</summary>
internal sealed class JsonFile : IDisposable
{
    private readonly JsonDocument document;

    private JsonFile(string path, JsonDocument document) => (Path, this.document) = (path, document);

    public string Path { get; }

    public JsonElement Root => document.RootElement;

    /// <summary>Opens a file that must be there and must be a JSON object.</summary>
    public static JsonFile Open(string path)
    {
        try
        {
            var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new JsonFile(path, document)
                : throw new CheckpointException(path, $"the file is a JSON {document.RootElement.ValueKind}; expected is an object.");
        }
        catch (FileNotFoundException e)
        {
            throw new CheckpointException(path, "there is no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CheckpointException(path, $"the file cannot be read as JSON ({e.Message})", e);
        }
    }

    public static JsonFile? OpenIfPresent(string folder, string name)
    {
        var path = System.IO.Path.Combine(folder, name);
        return File.Exists(path) ? Open(path) : null;
    }

    public JsonElement? Find(string name) => Root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public JsonElement Require(string outer, string inner) =>
        Root.TryGetProperty(outer, out var value) && value.ValueKind == JsonValueKind.Object && value.TryGetProperty(inner, out var found)
            ? found
            : throw Broken($"'{outer}.{inner}' is missing.");

    public double? Number(string name) => Find(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.GetDouble() >= 0 ? value.GetDouble()
        : throw Broken($"'{name}' is {value.GetRawText()}; expected is a positive number.");

    /// <summary>A special token: a string, or an object with its <c>content</c>.</summary>
    public string? SpecialToken(string name) => Find(name) is { } value ? Text(value.ValueKind == JsonValueKind.Object ? Member(value, "content", name) : value, name) : null;

    /// <summary>An object from tokens to ids.</summary>
    public IReadOnlyDictionary<string, int> TokenIds(JsonElement element, int maxId)
    {
        var ids = new Dictionary<string, int>();
        foreach (var property in Properties(element, "vocabulary"))
        {
            var token = Name(property);
            ids[token] = Id(property.Value, token, maxId);
        }

        return ids.Count > 0 ? ids : throw Broken("the vocabulary is empty.");
    }

    /// <summary>tokenizer.json's merges: strings with a space, or arrays of two strings.</summary>
    public IReadOnlyList<(string Left, string Right)> MergeList(JsonElement element) =>
    [
        .. Items(element, "merges").Select(item => item.ValueKind == JsonValueKind.Array && item.GetArrayLength() == 2
            ? (Text(item[0], "merges"), Text(item[1], "merges"))
            : MergesFile.ParsePair(Text(item, "merges")) ?? throw Broken($"the merge {item.GetRawText()} is not two tokens.")),
    ];

    /// <summary>added_tokens.json: an object from tokens to ids.</summary>
    public IEnumerable<AddedToken> AddedTokenIds(int maxId) =>
        Properties(Root, "file").Select(token => new AddedToken(Name(token), Id(token.Value, Name(token), maxId), IgnoreCase: true));

    /// <summary>tokenizer.json's added_tokens: a list of objects with <c>id</c>.</summary>
    public IEnumerable<AddedToken> AddedTokenList(int maxId) => Find("added_tokens") is not { } list ? []
        : Items(list, "added_tokens").Select(token => Added(token, Id(Member(token, "id", "added_tokens"), "added_tokens", maxId)));

    /// <summary>tokenizer_config.json's added_tokens_decoder: an object from ids to objects.</summary>
    public IEnumerable<AddedToken> AddedTokenDecoder(int maxId) => Find("added_tokens_decoder") is not { } decoder ? []
        : Properties(decoder, "added_tokens_decoder").Select(token => Added(token.Value, ParseId(Name(token), maxId)));

    public void Dispose() => document.Dispose();

    private AddedToken Added(JsonElement token, int id)
    {
        var content = Text(Member(token, "content", "added token"), "content");
        return new AddedToken(content, id, IgnoreCase: token.TryGetProperty("normalized", out var normalized) && normalized.ValueKind == JsonValueKind.True);
    }

    private int Id(JsonElement value, string token, int maxId) => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var id) && id >= 0 && id <= maxId
        ? id
        : throw Broken($"the id of '{token}' is {value.GetRawText()}; allowed are 0 to {maxId}.");

    private int ParseId(string text, int maxId) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id <= maxId
        ? id
        : throw Broken($"'added_tokens_decoder' has the id '{text}'; allowed are 0 to {maxId}.");

    private string Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new CheckpointException(Path, $"a name is not a valid string ({e.Message})", e);
        }
    }

    private string Text(JsonElement value, string name)
    {
        try
        {
            return value.GetString() ?? throw Broken($"'{name}' is null; expected is a string.");
        }
        catch (InvalidOperationException e)
        {
            throw new CheckpointException(Path, $"'{name}' is not a valid string ({e.Message})", e);
        }
    }

    private JsonElement Member(JsonElement value, string member, string name) => value.ValueKind == JsonValueKind.Object && value.TryGetProperty(member, out var found)
        ? found
        : throw Broken($"an entry of '{name}' lacks '{member}'.");

    private JsonElement.ObjectEnumerator Properties(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : throw Broken($"the {name} is not a JSON object.");

    private JsonElement.ArrayEnumerator Items(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Broken($"'{name}' is not a JSON array.");

    private CheckpointException Broken(string problem) => new(Path, problem);
}
