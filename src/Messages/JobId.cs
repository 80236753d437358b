namespace SwiftDiffusion.Messages;

/// <summary>Ids of jobs: a UUID of version 7 (RFC 9562) in base32hex (RFC 4648, section 7) without padding, in lower case. Sorted as text they are sorted by time, to the millisecond.</summary>
public static class JobId
{
    // Not base32, whose digits mean more than its letters but sort before them.
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuv";
    private const int Length = 26;

    /// <summary>A new id, 26 characters long.</summary>
    /// <param name="time">The present, by the caller's clock.</param>
    public static string New(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(time).TryWriteBytes(bytes, bigEndian: true, out _);
        return string.Create(Length, System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes), static (id, value) =>
        {
            // 26 digits of 5 bits hold 130: two zeros stand in front.
            for (var i = Length - 1; i >= 0; i--)
            {
                id[i] = Alphabet[(int)(value & 31)];
                value >>= 5;
            }
        });
    }
}
