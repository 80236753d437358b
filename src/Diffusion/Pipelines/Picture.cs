namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A picture in memory, 8 bits a channel, RGB without alpha.</summary>
public sealed class Picture
{
    /// <summary>Wraps pixels; the picture owns the array from here on.</summary>
    /// <param name="width">In pixels, at least 1.</param>
    /// <param name="height">In pixels, at least 1.</param>
    /// <param name="pixels">Rows from the top, <c>[height, width, 3]</c>, red first.</param>
    /// <exception cref="ArgumentException">The array is not <c>3·width·height</c> long.</exception>
    public Picture(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.LongLength != 3L * width * height)
        {
            throw new ArgumentException($"A picture of {width}x{height} has {3L * width * height} bytes, not {pixels.LongLength}.", nameof(pixels));
        }

        (Width, Height, Pixels) = (width, height, pixels);
    }

    /// <summary>In pixels.</summary>
    public int Width { get; }

    /// <summary>In pixels.</summary>
    public int Height { get; }

    /// <summary>Rows from the top, <c>[height, width, 3]</c>, red first.</summary>
    public byte[] Pixels { get; }
}
