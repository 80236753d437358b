using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>How steeply a picture changes at each pixel, across and down: of the channel that changes most there.</summary>
internal sealed class SobelGradients
{
    private readonly int width;
    private readonly int height;
    private readonly short[] across;
    private readonly short[] down;

    private SobelGradients(int width, int height)
    {
        (this.width, this.height) = (width, height);
        (across, down) = (new short[width * height], new short[width * height]);
    }

    /// <summary>Applies the 3x3 filter; beyond its sides the picture goes on as at them.</summary>
    public static SobelGradients Of(Picture picture)
    {
        var gradients = new SobelGradients(picture.Width, picture.Height);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                gradients.Measure(picture, x, y);
            }
        }

        return gradients;
    }

    /// <summary>Change to the right.</summary>
    public int Across(int x, int y) => across[(y * width) + x];

    /// <summary>Change downwards.</summary>
    public int Down(int x, int y) => down[(y * width) + x];

    /// <summary>Sum of both changes' sizes; 0 outside of the picture.</summary>
    public int Norm(int x, int y) => (uint)x >= (uint)width || (uint)y >= (uint)height ? 0 : Math.Abs(Across(x, y)) + Math.Abs(Down(x, y));

    private void Measure(Picture picture, int x, int y)
    {
        var (left, right) = (3 * Math.Max(x - 1, 0), 3 * Math.Min(x + 1, width - 1));
        var (above, here, below) = (3 * width * Math.Max(y - 1, 0), 3 * width * y, 3 * width * Math.Min(y + 1, height - 1));
        var pixels = picture.Pixels;
        var most = -1;
        for (var channel = 0; channel < 3; channel++)
        {
            int At(int row, int column) => pixels[row + column + channel];
            var dx = At(above, right) - At(above, left) + (2 * (At(here, right) - At(here, left))) + At(below, right) - At(below, left);
            var dy = At(below, left) - At(above, left) + (2 * (At(below, 3 * x) - At(above, 3 * x))) + At(below, right) - At(above, right);
            if (Math.Abs(dx) + Math.Abs(dy) > most)
            {
                most = Math.Abs(dx) + Math.Abs(dy);
                (across[(y * width) + x], down[(y * width) + x]) = ((short)dx, (short)dy);
            }
        }
    }
}
