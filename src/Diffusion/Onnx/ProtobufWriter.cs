using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>Writes the few wire types of protocol buffers that ONNX models need.</summary>
/// <remarks>Encoding: https://protobuf.dev/programming-guides/encoding. Messages are small since weights stay outside, so nesting copies.</remarks>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int LengthDelimited = 2;
    private const int Fixed32 = 5;

    private readonly ArrayBufferWriter<byte> buffer = new();

    public byte[] ToArray() => buffer.WrittenSpan.ToArray();

    public ProtobufWriter Integer(int field, long value)
    {
        WriteVarint((ulong)(uint)((field << 3) | Varint));
        WriteVarint((ulong)value);
        return this;
    }

    public ProtobufWriter Float(int field, float value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        WriteVarint((ulong)(uint)((field << 3) | Fixed32));
        buffer.Write(bytes);
        return this;
    }

    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Bytes(int field, ReadOnlySpan<byte> value)
    {
        WriteVarint((ulong)(uint)((field << 3) | LengthDelimited));
        WriteVarint((ulong)value.Length);
        buffer.Write(value);
        return this;
    }

    public ProtobufWriter Message(int field, ProtobufWriter message) => Bytes(field, message.buffer.WrittenSpan);

    private void WriteVarint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var length = 0;
        while (value >= 0x80)
        {
            bytes[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[length++] = (byte)value;
        buffer.Write(bytes[..length]);
    }
}
