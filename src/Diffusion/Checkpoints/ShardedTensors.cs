using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>The tensors of a network that is split over several files, with an index of which holds what.</summary>
internal sealed class ShardedTensors : ITensorSource
{
    private readonly Dictionary<string, SafetensorsFile> holders = [];
    private readonly Dictionary<string, TensorInfo> tensors = [];

    private ShardedTensors(string path)
    {
        Path = path;
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <summary>Opens the files that an index names, and checks that they hold what it says.</summary>
    /// <param name="index">The path of a <c>*.safetensors.index.json</c>.</param>
    /// <param name="files">Receives the open files.</param>
    /// <exception cref="CheckpointException">The index is broken, or a file or a tensor is missing.</exception>
    public static ShardedTensors Open(string index, OpenFiles files)
    {
        var shards = new ShardedTensors(index);
        foreach (var shard in ReadMap(index).GroupBy(entry => entry.File, entry => entry.Tensor))
        {
            shards.Add(files.Open(PathOf(index, shard.Key)), [.. shard]);
        }

        return shards;
    }

    public void ReadFloats(string name, Span<float> destination)
    {
        this.Require(name);
        holders[name].ReadFloats(name, destination);
    }

    private void Add(SafetensorsFile file, HashSet<string> named)
    {
        foreach (var name in named)
        {
            if (!file.Tensors.TryGetValue(name, out var tensor))
            {
                throw new CheckpointException(Path, $"tensor '{name}' should be in {System.IO.Path.GetFileName(file.Path)}, which does not hold it.");
            }

            tensors.Add(name, tensor);
            holders.Add(name, file);
        }

        if (file.Tensors.Keys.FirstOrDefault(name => !named.Contains(name)) is { } other)
        {
            throw new CheckpointException(Path, $"tensor '{other}' is in {System.IO.Path.GetFileName(file.Path)}, but the index does not name it there.");
        }
    }

    private static IEnumerable<(string Tensor, string File)> ReadMap(string index)
    {
        const string Key = "weight_map";
        var root = JsonFile.Read(index);
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(Key, out var map) || map.ValueKind != JsonValueKind.Object || !map.EnumerateObject().Any())
        {
            throw new CheckpointException(index, $"'{Key}' is missing or empty; it must be an object that names a file for each tensor.");
        }

        return [.. map.EnumerateObject().Select(entry => entry.Value.ValueKind == JsonValueKind.String
            ? (entry.Name, entry.Value.GetString()!)
            : throw new CheckpointException(index, $"'{Key}.{entry.Name}' is {entry.Value.GetRawText()}; it must be the name of a file."))];
    }

    private static string PathOf(string index, string file)
    {
        if (file.Length == 0 || file is "." or ".." || file.AsSpan().ContainsAny('/', '\\', '\0'))
        {
            throw new CheckpointException(index, $"'weight_map' names the file '{file}'; allowed are files beside the index.");
        }

        var path = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(index)!, file);
        return File.Exists(path) ? path : throw new CheckpointException(index, $"the file '{file}' that 'weight_map' names is missing.");
    }
}
