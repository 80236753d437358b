using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Bench.Measuring;

/// <summary>Structural similarity of two pictures (Wang, Bovik, Sheikh, Simoncelli 2004), over windows of 8x8 pixels of their brightness: 1 for the same picture.</summary>
internal static class Ssim
{
    private const int Window = 8;
    private const double C1 = 0.01 * 255 * 0.01 * 255;
    private const double C2 = 0.03 * 255 * 0.03 * 255;

    /// <summary>Compares pictures of one size.</summary>
    public static double Of(Picture one, Picture other)
    {
        var (a, b) = (Brightness(one), Brightness(other));
        var (sum, windows) = (0.0, 0);
        for (var top = 0; top + Window <= one.Height; top++)
        {
            for (var left = 0; left + Window <= one.Width; left++)
            {
                sum += OfWindow(a, b, one.Width, top, left);
                windows++;
            }
        }

        return sum / windows;
    }

    private static double OfWindow(double[] a, double[] b, int width, int top, int left)
    {
        double meanA = 0, meanB = 0, squaresA = 0, squaresB = 0, products = 0;
        for (var y = top; y < top + Window; y++)
        {
            for (var x = left; x < left + Window; x++)
            {
                var (p, q) = (a[(y * width) + x], b[(y * width) + x]);
                (meanA, meanB) = (meanA + p, meanB + q);
                (squaresA, squaresB, products) = (squaresA + (p * p), squaresB + (q * q), products + (p * q));
            }
        }

        const double N = Window * Window;
        (meanA, meanB) = (meanA / N, meanB / N);
        var (varianceA, varianceB, covariance) = ((squaresA / N) - (meanA * meanA), (squaresB / N) - (meanB * meanB), (products / N) - (meanA * meanB));
        return ((2 * meanA * meanB) + C1) * ((2 * covariance) + C2) / (((meanA * meanA) + (meanB * meanB) + C1) * (varianceA + varianceB + C2));
    }

    // ITU-R 601-2 luma.
    private static double[] Brightness(Picture picture) =>
        [.. picture.Pixels.Chunk(3).Select(rgb => (0.299 * rgb[0]) + (0.587 * rgb[1]) + (0.114 * rgb[2]))];
}
