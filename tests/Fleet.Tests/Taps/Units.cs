using System.Buffers.Binary;
using System.Text;

namespace SwiftDiffusion.Fleet.Tests.Taps;

/// <summary>What clients send, in units.</summary>
internal static class Units
{
    private const int BasicPublish = (60 << 16) | 40;
    private const int BasicAck = (60 << 16) | 80;
    private const byte MethodFrame = 1;

    /// <summary>As it comes. A client of HTTP begins a request only when the last one is answered, so a request begins with a unit.</summary>
    public static async IAsyncEnumerable<byte[]> Http(Stream stream)
    {
        var chunk = new byte[64 * 1024];
        while (await stream.ReadAsync(chunk) is > 0 and var read)
        {
            yield return chunk[..read];
        }
    }

    /// <summary>AMQP 0-9-1: the protocol's header, then frames of type, channel, size, payload and an end mark.</summary>
    public static async IAsyncEnumerable<byte[]> Amqp(Stream stream)
    {
        var header = new byte[8];
        await stream.ReadExactlyAsync(header);
        yield return header;
        while (true)
        {
            var start = new byte[7];
            await stream.ReadExactlyAsync(start);
            var frame = new byte[start.Length + BinaryPrimitives.ReadInt32BigEndian(start.AsSpan(3)) + 1];
            start.CopyTo(frame, 0);
            await stream.ReadExactlyAsync(frame.AsMemory(start.Length));
            yield return frame;
        }
    }

    /// <summary>Whether a unit of HTTP begins a request of a method to a path that ends so.</summary>
    public static bool IsRequest(byte[] unit, string method, string pathEnd)
    {
        var line = Encoding.Latin1.GetString(unit, 0, Math.Min(unit.Length, 1024)).Split('\r', 2)[0].Split(' ');
        return line.Length > 1 && line[0] == method && line[1].Split('?')[0].EndsWith(pathEnd, StringComparison.Ordinal);
    }

    /// <summary>Whether a frame acknowledges a message.</summary>
    public static bool IsAck(byte[] frame) => MethodOf(frame) == BasicAck;

    /// <summary>Whether a frame publishes to an exchange of that name.</summary>
    public static bool IsPublish(byte[] frame, string exchange) => MethodOf(frame) == BasicPublish && Encoding.UTF8.GetString(frame).Contains(exchange, StringComparison.Ordinal);

    private static int MethodOf(byte[] frame) => frame.Length > 11 && frame[0] == MethodFrame ? BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(7)) : 0;
}
