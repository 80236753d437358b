namespace SwiftDiffusion.Worker.Imaging;

/// <summary>How large a picture may be to be taken in.</summary>
/// <param name="MaxBytes">Of the file. The default is 64 MiB.</param>
/// <param name="MaxPixels">Height times width. The default is 64 million, a large camera's.</param>
/// <param name="MaxSide">Of height and width each, in pixels. The default is 16,384.</param>
internal sealed record PictureLimits(int MaxBytes = 64 * 1024 * 1024, long MaxPixels = 64_000_000, int MaxSide = 16_384)
{
    /// <summary>The limits unless others are given.</summary>
    public static PictureLimits Default { get; } = new();

    /// <summary>Refuses a file that is too long, or empty.</summary>
    public void CheckFile(int bytes)
    {
        if (bytes == 0 || bytes > MaxBytes)
        {
            throw new InvalidPictureException($"The file has {bytes} bytes; allowed are 1 to {MaxBytes}.");
        }
    }

    /// <summary>Refuses a picture that is too large.</summary>
    public void CheckSize(uint width, uint height)
    {
        if (width is 0 || height is 0 || width > MaxSide || height > MaxSide || (long)width * height > MaxPixels)
        {
            throw new InvalidPictureException($"The picture has {width}x{height} pixels; allowed are 1 to {MaxSide} a side and {MaxPixels} in all.");
        }
    }
}
