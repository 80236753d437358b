using System.Buffers;
using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>A safetensors file: opening reads its header alone, tensors are read on demand.</summary>
/// <remarks>
/// Thread-safe. Dispose closes the file; a read that comes later throws <see cref="ObjectDisposedException"/>. The file is read, not mapped: a mapped file that somebody cuts short ends
/// the process with a signal, where a read ends with an error (docs/decisions/0008).
/// </remarks>
public sealed class SafetensorsFile : ITensorSource, IDisposable
{
    // The limit of the reference implementation (safetensors 0.5): a header of 100 MB describes a million tensors.
    private const long MaxHeaderLength = 100_000_000;

    // Elements that are converted at a time: their bytes stay in a core's cache.
    private const int Slice = 1 << 17;

    // The system reads at most 2 GiB at once, and a span holds no more.
    private const int LongestRead = 1 << 30;

    private readonly SafeFileHandle file;
    private readonly Dictionary<string, TensorInfo> tensors;
    private readonly Dictionary<string, long> offsets;

    private SafetensorsFile(string path, SafeFileHandle file, SafetensorsHeader header, long dataOffset)
    {
        (Path, this.file, Metadata) = (path, file, header.Metadata);
        tensors = header.Entries.ToDictionary(entry => entry.Tensor.Name, entry => entry.Tensor);
        offsets = header.Entries.ToDictionary(entry => entry.Tensor.Name, entry => dataOffset + entry.Begin);
    }

    /// <inheritdoc/>
    public string Path { get; }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, TensorInfo> Tensors => tensors;

    /// <summary>The free-form strings of the header's <c>__metadata__</c>; empty when there are none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="CheckpointException">The file is missing, is not safetensors, or contradicts its own header.</exception>
    public static SafetensorsFile Open(string path)
    {
        var length = FileLength.Of(path);
        if (length < 8)
        {
            throw new CheckpointException(path, $"{length} bytes are too few for a safetensors file.");
        }

        var file = OpenFile(path);
        try
        {
            var (header, dataOffset) = ReadHeader(path, file, length);
            return new SafetensorsFile(path, file, header, dataOffset);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void ReadFloats(string name, Span<float> destination)
    {
        var tensor = CheckedTensor(name, destination.Length);
        var offset = offsets[name];
        if (tensor.Type == ElementType.F32)
        {
            for (var done = 0; done < destination.Length; done += LongestRead / sizeof(float))
            {
                var part = destination.Slice(done, Math.Min(LongestRead / sizeof(float), destination.Length - done));
                ReadExactly(Path, file, offset + ((long)done * sizeof(float)), MemoryMarshal.AsBytes(part));
            }
        }
        else
        {
            ReadConverted(tensor.Type, offset, destination);
        }
    }

    /// <summary>Reads a tensor's bytes as they are stored, little-endian.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <exception cref="CheckpointException">There is no tensor of that name, or the file cannot be read.</exception>
    public byte[] ReadBytes(string name)
    {
        var tensor = this.Require(name);
        var bytes = new byte[tensor.Count * tensor.Type.Size()];
        ReadExactly(Path, file, offsets[name], bytes);
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private TensorInfo CheckedTensor(string name, int length)
    {
        var tensor = this.Require(name);
        if (tensor.Count != length)
        {
            throw new ArgumentException($"Tensor '{name}' has {tensor.Count} elements, the destination {length}.");
        }

        return tensor;
    }

    private void ReadConverted(ElementType type, long offset, Span<float> destination)
    {
        var size = type.Size();
        var buffer = ArrayPool<byte>.Shared.Rent(Math.Min(Slice, destination.Length) * size);
        try
        {
            for (var done = 0; done < destination.Length; done += Slice)
            {
                var part = destination.Slice(done, Math.Min(Slice, destination.Length - done));
                var bytes = buffer.AsSpan(0, part.Length * size);
                ReadExactly(Path, file, offset + ((long)done * size), bytes);
                Convert(type, bytes, part);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Convert(ElementType type, ReadOnlySpan<byte> bytes, Span<float> floats)
    {
        switch (type)
        {
            case ElementType.F32: MemoryMarshal.Cast<byte, float>(bytes).CopyTo(floats); break;
            case ElementType.F16: TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), floats); break;
            case ElementType.BF16: WidenBFloat16(MemoryMarshal.Cast<byte, ushort>(bytes), floats); break;
            case ElementType.F64: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, double>(bytes), floats); break;
            case ElementType.I64: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, long>(bytes), floats); break;
            case ElementType.I32: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, int>(bytes), floats); break;
            case ElementType.I16: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, short>(bytes), floats); break;
            case ElementType.I8: TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(bytes), floats); break;
            default: TensorPrimitives.ConvertTruncating(bytes, floats); break;
        }
    }

    private static void WidenBFloat16(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
        }
    }

    private static SafeFileHandle OpenFile(string path)
    {
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    private static void ReadExactly(string path, SafeFileHandle file, long offset, Span<byte> destination)
    {
        try
        {
            while (destination.Length > 0)
            {
                var read = RandomAccess.Read(file, destination, offset);
                if (read == 0)
                {
                    throw new CheckpointException(path, $"the file ends at byte {offset} and was longer when it was opened; something else writes to it.");
                }

                destination = destination[read..];
                offset += read;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    private static CheckpointException Unreadable(string path, Exception cause) => new(path, $"the file cannot be read ({cause.Message})", cause);

    private static (SafetensorsHeader Header, long DataOffset) ReadHeader(string path, SafeFileHandle file, long length)
    {
        var prefix = new byte[8];
        ReadExactly(path, file, 0, prefix);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > MaxHeaderLength || headerLength > (ulong)length - 8)
        {
            throw new CheckpointException(path, ForeignFormat(prefix) ??
                $"the header claims {headerLength} bytes, the file has {length}; allowed are at most {MaxHeaderLength} and no more than the file holds.");
        }

        var json = new byte[headerLength];
        ReadExactly(path, file, 8, json);
        var dataOffset = 8 + (long)headerLength;
        return (SafetensorsHeader.Parse(path, json, length - dataOffset), dataOffset);
    }

    /// <summary>Names what a file with another format's first bytes is, since a failed download or a pickle under this name is the usual case.</summary>
    private static string? ForeignFormat(ReadOnlySpan<byte> prefix) => WithoutMark(prefix).TrimStart(" \r\n\t"u8) switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => "this is a PyTorch archive (.ckpt, .pt or .bin), not safetensors; it is never unpickled. Convert it to safetensors.",
        [0x80, <= 5, ..] => "this is a Python pickle, not safetensors; it is never unpickled. Convert it to safetensors.",
        [(byte)'<', ..] => "this is an HTML page saved as safetensors; the download needs a login or another address.",
        [(byte)'{', ..] => "this is a JSON text, not safetensors; the download may have answered with an error.",
        [(byte)'v', (byte)'e', (byte)'r', (byte)'s', (byte)'i', (byte)'o', (byte)'n', ..] => "this is a Git LFS pointer, not the file itself; run 'git lfs pull'.",
        _ => null,
    };

    // Of a text in UTF-8.
    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> prefix) => prefix.StartsWith("\uFEFF"u8) ? prefix[3..] : prefix;
}
