using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>Reads what someone else sends, but no more of it than is allowed.</summary>
internal static class LimitedReading
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Reads a picture's file to its end.</summary>
    /// <exception cref="JobFailureException">It is larger than <paramref name="maxBytes"/>.</exception>
    public static async Task<byte[]> ReadAsync(Stream content, int maxBytes, string field, CancellationToken cancellationToken)
    {
        using var file = new MemoryStream();
        var chunk = new byte[ChunkBytes];
        while (await content.ReadAsync(chunk, cancellationToken) is > 0 and var read)
        {
            if (file.Length + read > maxBytes)
            {
                throw new JobFailureException(FailureReason.InputInvalid, $"{field} is a file of more than {maxBytes} bytes, the most that is allowed.");
            }

            file.Write(chunk, 0, read);
        }

        return file.ToArray();
    }
}
