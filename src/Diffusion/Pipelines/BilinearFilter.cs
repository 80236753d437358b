namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Interpolates latents linearly along both sides, as torch's <c>interpolate(mode="bilinear", align_corners=False)</c> does: A1111's upscaler "Latent".</summary>
internal static class BilinearFilter
{
    /// <summary>Brings planes to another size.</summary>
    /// <param name="planes"><c>[planes, height, width]</c>.</param>
    /// <param name="height">Of a plane.</param>
    /// <param name="width">Of a plane.</param>
    /// <param name="newHeight">At least 1.</param>
    /// <param name="newWidth">At least 1.</param>
    /// <returns><c>[planes, new height, new width]</c>.</returns>
    public static float[] Resize(ReadOnlySpan<float> planes, int height, int width, int newHeight, int newWidth)
    {
        var (rows, columns) = (Neighbours(height, newHeight), Neighbours(width, newWidth));
        var resized = new float[planes.Length / (height * width) * newHeight * newWidth];
        for (var i = 0; i < resized.Length; i++)
        {
            var plane = planes.Slice(i / (newHeight * newWidth) * height * width, height * width);
            var (top, bottom, down) = rows[i / newWidth % newHeight];
            var (left, right, across) = columns[i % newWidth];
            var above = Mix(plane[(top * width) + left], plane[(top * width) + right], across);
            resized[i] = Mix(above, Mix(plane[(bottom * width) + left], plane[(bottom * width) + right], across), down);
        }

        return resized;
    }

    /// <summary>The two old places that each new one lies between, and the share of the second.</summary>
    private static (int First, int Second, float Share)[] Neighbours(int length, int newLength)
    {
        var neighbours = new (int, int, float)[newLength];
        for (var i = 0; i < newLength; i++)
        {
            // Before the first centre, the first value holds.
            var place = Math.Max(0, (((i + 0.5f) * ((float)length / newLength)) - 0.5f));
            var first = Math.Min((int)place, length - 1);
            neighbours[i] = (first, Math.Min(first + 1, length - 1), place - first);
        }

        return neighbours;
    }

    private static float Mix(float first, float second, float share) => ((1 - share) * first) + (share * second);
}
