using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>A safetensors file, mapped into memory: opening reads its header alone, tensors are read from the page cache on demand.</summary>
/// <remarks>Thread-safe. Dispose unmaps the file; a read that comes later throws <see cref="ObjectDisposedException"/>.</remarks>
public sealed unsafe class SafetensorsFile : ITensorSource, IDisposable
{
    // The limit of the reference implementation (safetensors 0.5): a header of 100 MB describes a million tensors.
    private const long MaxHeaderLength = 100_000_000;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly Dictionary<string, TensorInfo> tensors;
    private readonly Dictionary<string, long> offsets;

    private SafetensorsFile(string path, MemoryMappedFile file, MemoryMappedViewAccessor view, SafetensorsHeader header, long dataOffset)
    {
        (Path, this.file, this.view, Metadata) = (path, file, view, header.Metadata);
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

        var file = MapFile(path);
        MemoryMappedViewAccessor? view = null;
        try
        {
            view = file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            var (header, dataOffset) = ReadHeader(path, view, length);
            return new SafetensorsFile(path, file, view, header, dataOffset);
        }
        catch
        {
            view?.Dispose();
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void ReadFloats(string name, Span<float> destination)
    {
        var tensor = CheckedTensor(name, destination.Length);
        Read(tensor, destination, static (type, bytes, floats) =>
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
        });
    }

    /// <summary>Reads a tensor's bytes as they are stored, little-endian.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <exception cref="CheckpointException">There is no tensor of that name.</exception>
    public byte[] ReadBytes(string name)
    {
        var tensor = this.Require(name);
        var bytes = new byte[tensor.Count * tensor.Type.Size()];
        Read(tensor with { Type = ElementType.U8, Shape = [bytes.Length] }, bytes.AsSpan(), static (_, source, destination) => source.CopyTo(destination));
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

    private delegate void Convert<T>(ElementType type, ReadOnlySpan<byte> bytes, Span<T> destination);

    private TensorInfo CheckedTensor(string name, int length)
    {
        var tensor = this.Require(name);
        if (tensor.Count != length)
        {
            throw new ArgumentException($"Tensor '{name}' has {tensor.Count} elements, the destination {length}.");
        }

        return tensor;
    }

    private void Read<T>(TensorInfo tensor, Span<T> destination, Convert<T> convert)
    {
        // A span covers at most 2 GiB, a tensor of doubles may be longer: convert a slice at a time.
        const int Slice = 1 << 24;
        var size = tensor.Type.Size();
        byte* start = null;
        ObjectDisposedException.ThrowIf(view.SafeMemoryMappedViewHandle.IsClosed, this);
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            start += view.PointerOffset + offsets[tensor.Name];
            for (var done = 0; done < destination.Length; done += Slice)
            {
                var count = Math.Min(Slice, destination.Length - done);
                convert(tensor.Type, new ReadOnlySpan<byte>(start + ((long)done * size), count * size), destination.Slice(done, count));
            }
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }

    private static void WidenBFloat16(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        for (var i = 0; i < source.Length; i++)
        {
            destination[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
        }
    }

    private static MemoryMappedFile MapFile(string path)
    {
        try
        {
            return MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"the file cannot be read ({e.Message})", e);
        }
    }

    private static (SafetensorsHeader Header, long DataOffset) ReadHeader(string path, MemoryMappedViewAccessor view, long length)
    {
        var prefix = new byte[8];
        view.ReadArray(0, prefix, 0, prefix.Length);
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength > MaxHeaderLength || headerLength > (ulong)length - 8)
        {
            throw new CheckpointException(path, ForeignFormat(prefix) ??
                $"the header claims {headerLength} bytes, the file has {length}; allowed are at most {MaxHeaderLength} and no more than the file holds.");
        }

        var json = new byte[headerLength];
        view.ReadArray(8, json, 0, json.Length);
        var dataOffset = 8 + (long)headerLength;
        return (SafetensorsHeader.Parse(path, json, length - dataOffset), dataOffset);
    }

    /// <summary>Names what a file with another format's first bytes is, since a failed download or a pickle under this name is the usual case.</summary>
    private static string? ForeignFormat(ReadOnlySpan<byte> prefix) => prefix switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => "this is a PyTorch archive (.ckpt, .pt or .bin), not safetensors; it is never unpickled. Convert it to safetensors.",
        [0x80, <= 5, ..] => "this is a Python pickle, not safetensors; it is never unpickled. Convert it to safetensors.",
        [(byte)'<', ..] => "this is an HTML page saved as safetensors; the download needs a login or another address.",
        [(byte)'{', ..] => "this is a JSON text, not safetensors; the download may have answered with an error.",
        [(byte)'v', (byte)'e', (byte)'r', (byte)'s', (byte)'i', (byte)'o', (byte)'n', ..] => "this is a Git LFS pointer, not the file itself; run 'git lfs pull'.",
        _ => null,
    };
}
