using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Layouts;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

/// <summary>Writes safetensors files, sound or broken.</summary>
internal static class SafetensorsBytes
{
    /// <summary>A file of this header, whatever it says, and these bytes.</summary>
    public static byte[] Of(string header, byte[] data)
    {
        var json = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        return [.. length, .. json, .. data];
    }

    /// <summary>Writes tensors whose types follow from the bytes that an element takes: half or single precision, or 64 bit integers.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, string>? metadata, params IEnumerable<(string Name, long[] Shape, byte[] Data)> tensors)
    {
        var data = new MemoryStream();
        var entries = new Dictionary<string, object>();
        if (metadata is not null)
        {
            entries["__metadata__"] = metadata;
        }

        foreach (var (name, shape, bytes) in tensors)
        {
            entries[name] = Entry(shape, data.Length, data.Length + bytes.Length, TypeOf(shape, bytes));
            data.Write(bytes);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, Of(JsonSerializer.Serialize(entries), data.ToArray()));
    }

    /// <summary>Writes a file of that many zeros without taking the space: the header is real, the rest a hole.</summary>
    public static void WriteHollow(string path, IReadOnlyDictionary<string, string>? metadata, IEnumerable<NeededTensor> tensors)
    {
        var end = 0L;
        var entries = new Dictionary<string, object>();
        if (metadata is not null)
        {
            entries["__metadata__"] = metadata;
        }

        foreach (var tensor in tensors)
        {
            var begin = end;
            end += 2 * tensor.Shape.Aggregate(1L, (product, length) => product * length);
            entries.Add(tensor.Name, Entry(tensor.Shape, begin, end));
        }

        var header = Of(JsonSerializer.Serialize(entries), []);
        using var file = File.Create(path);
        file.Write(header);
        file.SetLength(header.Length + end);
    }

    /// <summary>The tensors of a file, changed, left out where there is null for one, and some more.</summary>
    public static void Rewrite(string path, Func<TensorInfo, byte[], (string Name, long[] Shape, byte[] Data)?> change, params (string, long[], byte[])[] added)
    {
        (string, long[], byte[])[] tensors;
        using (var file = SafetensorsFile.Open(path))
        {
            tensors = [.. file.Tensors.Values.Select(tensor => change(tensor, file.ReadBytes(tensor.Name))).OfType<(string, long[], byte[])>()];
        }

        Write(path, null, [.. tensors, .. added]);
    }

    private static object Entry(long[] shape, long begin, long end, string dtype = "F16") => new { dtype, shape, data_offsets = new[] { begin, end } };

    private static string TypeOf(long[] shape, byte[] data) => (data.Length / shape.Aggregate(1L, (product, length) => product * length)) switch
    {
        2 => "F16",
        4 => "F32",
        _ => "I64",
    };
}
