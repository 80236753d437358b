namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Pictures to what networks take, and back.</summary>
internal static class Pixels
{
    /// <summary>Writes a picture as planes of red, green and blue.</summary>
    /// <param name="picture">Its pixels are 0 to 255.</param>
    /// <param name="planes">Receives <c>[3, height, width]</c>.</param>
    /// <param name="min">What 0 becomes: -1 for a VAE, 0 for a ControlNet. 255 becomes 1.</param>
    public static void ToPlanes(Picture picture, Span<float> planes, float min)
    {
        var plane = picture.Width * picture.Height;
        for (var i = 0; i < plane; i++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                planes[(channel * plane) + i] = (picture.Pixels[(3 * i) + channel] / 255f * (1 - min)) + min;
            }
        }
    }

    /// <summary>Reads a picture from planes of red, green and blue.</summary>
    /// <param name="planes"><c>[3, height, width]</c>; -1 becomes 0 and 1 becomes 255, what lies beyond is cut off.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    public static Picture ToPicture(ReadOnlySpan<float> planes, int height, int width)
    {
        var plane = width * height;
        var pixels = new byte[3 * plane];
        for (var i = 0; i < pixels.Length; i++)
        {
            var value = (planes[(i % 3 * plane) + (i / 3)] / 2) + 0.5f;
            pixels[i] = (byte)MathF.Round(Math.Clamp(value, 0, 1) * 255);
        }

        return new Picture(width, height, pixels);
    }
}
