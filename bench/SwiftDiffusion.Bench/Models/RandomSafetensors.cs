using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Bench.Models;

/// <summary>Writes a safetensors file of random tensors in half precision.</summary>
internal static class RandomSafetensors
{
    /// <summary>Writes the file, complete or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">Its tensors.</param>
    /// <param name="seed">Equal seeds give equal files.</param>
    public static void Write(string path, IEnumerable<WeightSpec> weights, int seed)
    {
        var tensors = weights.OrderBy(weight => weight.Name, StringComparer.Ordinal).ToArray();
        var random = new Random(seed);
        var partial = path + ".partial";
        using (var file = File.Create(partial))
        {
            WriteHeader(file, tensors);
            foreach (var tensor in tensors)
            {
                file.Write(MemoryMarshal.AsBytes<Half>(Values(tensor, random)));
            }
        }

        File.Move(partial, path, overwrite: true);
    }

    private static void WriteHeader(FileStream file, IReadOnlyList<WeightSpec> tensors)
    {
        var entries = new Dictionary<string, object>();
        long offset = 0;
        foreach (var tensor in tensors)
        {
            var end = offset + (2 * Count(tensor));
            entries.Add(tensor.Name, new { dtype = "F16", shape = tensor.Shape, data_offsets = new[] { offset, end } });
            offset = end;
        }

        var json = JsonSerializer.SerializeToUtf8Bytes(entries);
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, json.Length);
        file.Write(length);
        file.Write(json);
    }

    /// <summary>Spread so that activations keep their size from layer to layer: 1/√fan-in for matrices, one for gains, zero for offsets.</summary>
    private static Half[] Values(WeightSpec tensor, Random random)
    {
        var halves = new Half[Count(tensor)];
        if (tensor.Shape.Length == 1)
        {
            var isGain = tensor.Name.EndsWith("weight", StringComparison.Ordinal);
            Array.Fill(halves, isGain ? (Half)1 : (Half)0);
            return halves;
        }

        // Uniform over ±√3·σ has the deviation σ.
        var spread = MathF.Sqrt(3f * tensor.Shape[0] / halves.Length);
        var values = new float[halves.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ((2 * random.NextSingle()) - 1) * spread;
        }

        TensorPrimitives.ConvertToHalf(values, halves);
        return halves;
    }

    private static long Count(WeightSpec tensor) => tensor.Shape.Aggregate(1L, (product, length) => product * length);
}
