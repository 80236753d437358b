namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Resamples pictures with Lanczos' filter of three lobes, bit for bit as Pillow does, which is what diffusers resizes with.</summary>
/// <remarks>Rows first, then columns, with 8 bits in between and weights in 22 binary places: src/libImaging/Resample.c of Pillow.</remarks>
internal static class LanczosFilter
{
    private const int Lobes = 3;
    private const int Places = 22;

    /// <summary>Brings a picture to another size; one that has it already is given back as it is.</summary>
    public static Picture Resize(Picture picture, int width, int height)
    {
        var pixels = picture.Pixels;
        if (width != picture.Width)
        {
            pixels = Resample(pixels, lines: picture.Height, length: picture.Width, width, lineStride: 3 * picture.Width, stride: 3, newLineStride: 3 * width, newStride: 3);
        }

        if (height != picture.Height)
        {
            pixels = Resample(pixels, lines: width, length: picture.Height, height, lineStride: 3, stride: 3 * width, newLineStride: 3, newStride: 3 * width);
        }

        return pixels == picture.Pixels ? picture : new Picture(width, height, pixels);
    }

    /// <summary>Resamples every line, a row or a column, from one length to another.</summary>
    private static byte[] Resample(byte[] pixels, int lines, int length, int newLength, int lineStride, int stride, int newLineStride, int newStride)
    {
        var resampled = new byte[3 * lines * newLength];
        for (var i = 0; i < newLength; i++)
        {
            var (first, weights) = Weights(i, length, newLength);
            for (var j = 0; j < 3 * lines; j++)
            {
                var (line, channel) = (j / 3, j % 3);
                var (from, sum) = ((line * lineStride) + (first * stride) + channel, 1 << (Places - 1));
                for (var k = 0; k < weights.Length; k++)
                {
                    sum += pixels[from + (k * stride)] * weights[k];
                }

                resampled[(line * newLineStride) + (i * newStride) + channel] = (byte)Math.Clamp(sum >> Places, 0, 255);
            }
        }

        return resampled;
    }

    /// <summary>What a pixel of the new line is made of: the first of the old pixels, and the weight of each from there on.</summary>
    private static (int First, int[] Weights) Weights(int i, int length, int newLength)
    {
        var scale = (double)length / newLength;
        var filterScale = Math.Max(scale, 1);
        var (center, support) = ((i + 0.5) * scale, Lobes * filterScale);
        var first = Math.Max(0, (int)(center - support + 0.5));
        var weights = new double[Math.Min(length, (int)(center + support + 0.5)) - first];
        for (var k = 0; k < weights.Length; k++)
        {
            weights[k] = Lanczos((k + first - center + 0.5) * (1 / filterScale));
        }

        var sum = weights.Sum();
        return (first, Array.ConvertAll(weights, weight => Fixed(weight / sum)));
    }

    /// <summary>Rounds half away from zero, as C's conversion after adding a half does.</summary>
    private static int Fixed(double weight) => (int)((weight * (1 << Places)) + (weight < 0 ? -0.5 : 0.5));

    private static double Lanczos(double x) => x is >= -Lobes and < Lobes ? Sinc(x) * Sinc(x / Lobes) : 0;

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
