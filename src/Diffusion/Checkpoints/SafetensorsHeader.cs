using System.Text.Json;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>The JSON header of a safetensors file: its tensors, where their bytes lie, and free-form metadata.</summary>
/// <param name="Entries">The tensors and their bytes, in the order of the header.</param>
/// <param name="Metadata">The strings of <c>__metadata__</c>; empty when there are none.</param>
/// <remarks>Format: https://github.com/huggingface/safetensors#format. Offsets are relative to the end of the header.</remarks>
internal sealed record SafetensorsHeader(IReadOnlyList<SafetensorsHeader.Entry> Entries, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>A tensor and its bytes, from <paramref name="Begin"/> to before <paramref name="End"/>.</summary>
    internal sealed record Entry(TensorInfo Tensor, long Begin, long End);

    /// <summary>Parses and checks a header.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">How many bytes follow the header.</param>
    public static SafetensorsHeader Parse(string path, ReadOnlySpan<byte> json, long dataLength)
    {
        var entries = new List<Entry>();
        var metadata = new Dictionary<string, string>();
        var names = new HashSet<string>();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 8 });
        try
        {
            Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject, path, "the header is not a JSON object.");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                Expect(names.Add(name), path, $"the header names '{name}' twice.");
                if (name == "__metadata__")
                {
                    ReadMetadata(path, ref reader, metadata);
                }
                else
                {
                    entries.Add(ReadEntry(path, name, ref reader, dataLength));
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException(path, $"the header is not valid JSON of safetensors ({e.Message})", e);
        }

        CheckLayout(path, entries, dataLength);
        return new SafetensorsHeader(entries, metadata);
    }

    private static void ReadMetadata(string path, ref Utf8JsonReader reader, Dictionary<string, string> metadata)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, path, "the header's __metadata__ is not an object of strings.");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            reader.Read();
            Expect(reader.TokenType == JsonTokenType.String, path, $"the header's metadata '{key}' is not a string.");
            metadata[key] = reader.GetString()!;
        }
    }

    private static Entry ReadEntry(string path, string name, ref Utf8JsonReader reader, long dataLength)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject, path, $"the header's entry '{name}' is not an object.");
        string? dtype = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = reader.GetString();
            reader.Read();
            switch (field)
            {
                case "dtype": dtype = reader.GetString(); break;
                case "shape": shape = ReadIntegers(path, name, ref reader); break;
                case "data_offsets": offsets = ReadIntegers(path, name, ref reader); break;
                default: reader.Skip(); break;
            }
        }

        if (dtype is null || shape is null || offsets is not [var begin, var end])
        {
            throw new CheckpointException(path, $"tensor '{name}' lacks one of dtype, shape and data_offsets in the header.");
        }

        Expect(ElementTypes.TryParse(dtype, out var type), path, $"tensor '{name}' has dtype '{dtype}'; supported are F32, F16, BF16, F64, I64, I32, I16, I8, U8 and BOOL.");
        var tensor = new TensorInfo(name, type, shape);
        Expect(begin >= 0 && end >= begin && end <= dataLength, path, $"tensor '{name}' claims bytes {begin} to {end} of {dataLength}; the file is truncated or its header is wrong.");
        Expect(ByteCount(tensor) == end - begin, path, $"tensor '{name}' of type {dtype} and shape {tensor.ShapeText} does not fit its {end - begin} bytes.");
        return new Entry(tensor, begin, end);
    }

    /// <summary>The bytes a tensor takes, or null when the product overflows 64 bits.</summary>
    private static long? ByteCount(TensorInfo tensor)
    {
        if (tensor.Shape.Contains(0))
        {
            return 0;
        }

        long count = tensor.Type.Size();
        foreach (var length in tensor.Shape)
        {
            if (length < 0 || count > long.MaxValue / length)
            {
                return null;
            }

            count *= length;
        }

        return count;
    }

    private static long[] ReadIntegers(string path, string name, ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartArray, path, $"tensor '{name}' has a shape or data_offsets that is not an array.");
        var values = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            values.Add(reader.GetInt64());
        }

        return [.. values];
    }

    private static void CheckLayout(string path, List<Entry> entries, long dataLength)
    {
        var end = 0L;
        var last = "";
        foreach (var entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            Expect(entry.Begin >= end, path, $"tensors '{last}' and '{entry.Tensor.Name}' overlap.");
            (end, last) = (entry.End, entry.Tensor.Name);
        }

        Expect(end == dataLength, path, $"{dataLength - end} bytes after the last tensor belong to none.");
    }

    private static void Expect(bool condition, string path, string problem)
    {
        if (!condition)
        {
            throw new CheckpointException(path, problem);
        }
    }
}
