using System.Runtime.InteropServices;
using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>One case of a golden set: parameters, inputs and what diffusers computed from them.</summary>
internal sealed class GoldenCase(string folder, JsonElement entry)
{
    private readonly Lazy<SafetensorsFile> file = new(() => SafetensorsFile.Open(System.IO.Path.Combine(folder, entry.GetProperty("file").GetString()!)));

    public string Folder { get; } = folder;

    public string Area { get; } = entry.GetProperty("area").GetString()!;

    public string Name { get; } = entry.GetProperty("name").GetString()!;

    /// <summary>The case's file, relative to the folder.</summary>
    public string Path { get; } = entry.GetProperty("file").GetString()!;

    public JsonElement Params { get; } = entry.GetProperty("params");

    public bool Has(string tensor) => file.Value.Tensors.ContainsKey(tensor);

    public IEnumerable<string> TensorNames => file.Value.Tensors.Keys;

    public float[] Floats(string tensor) => file.Value.ReadFloats(tensor);

    public byte[] Bytes(string tensor) => file.Value.ReadBytes(tensor);

    public long[] Int64s(string tensor) => MemoryMarshal.Cast<byte, long>(file.Value.ReadBytes(tensor)).ToArray();

    public int[] Shape(string tensor) => [.. file.Value.Require(tensor).Shape.Select(length => (int)length)];

    public string PathOf(string relative) => System.IO.Path.GetFullPath(System.IO.Path.Combine(Folder, relative));

    /// <summary>The folder of the model that <c>params.model</c> names: a path, or a name under <c>models/</c>.</summary>
    public string ModelFolder(string model) => Directory.Exists(PathOf(model)) ? PathOf(model) : PathOf(System.IO.Path.Combine("models", model));

    public override string ToString() => $"{Area}/{Name}";
}
