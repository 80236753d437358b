using System.Text.Json;

namespace SwiftDiffusion.Diffusion.Tests.Text;

/// <summary>A folder for the files of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("swiftdiffusion-").FullName;

    public string Write(string name, string content)
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, content);
        return path;
    }

    /// <summary>Writes tensors of single precision; each value is the tensor's fill plus its row's index.</summary>
    public string WriteTensors(string name, params (string Name, long[] Shape, float Fill)[] tensors)
    {
        var data = tensors.Select(tensor => Values(tensor.Shape, tensor.Fill)).ToArray();
        var begin = 0;
        var entries = new Dictionary<string, object>();
        foreach (var (tensor, values) in tensors.Zip(data))
        {
            var end = begin + (values.Length * sizeof(float));
            entries.Add(tensor.Name, new { dtype = "F32", shape = tensor.Shape, data_offsets = new[] { begin, end } });
            begin = end;
        }

        var path = System.IO.Path.Combine(Path, name);
        using var writer = new BinaryWriter(File.Create(path));
        var header = JsonSerializer.SerializeToUtf8Bytes(entries);
        writer.Write((ulong)header.Length);
        writer.Write(header);
        foreach (var value in data.SelectMany(values => values))
        {
            writer.Write(value);
        }

        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static float[] Values(long[] shape, float fill)
    {
        var width = (int)shape.DefaultIfEmpty(1).Last();
        var count = (int)shape.Aggregate(1L, (product, length) => product * length);
        return [.. Enumerable.Range(0, count).Select(i => fill + (i / width))];
    }
}
