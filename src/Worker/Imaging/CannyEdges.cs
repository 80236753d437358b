using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>White edges on black, by Canny's algorithm in OpenCV's form (3x3 Sobel, L1 norm, no smoothing), which Canny ControlNets were trained with.</summary>
internal static class CannyEdges
{
    /// <summary>Gradients up to this are no edges: what ControlNets' preprocessors take.</summary>
    public const int Low = 100;

    /// <summary>Gradients above this are edges, and those above <see cref="Low"/> that hang together with them.</summary>
    public const int High = 200;

    private enum Mark : byte
    {
        None,
        Maybe,
        Edge,
    }

    /// <summary>Finds the edges of a picture.</summary>
    public static Picture Find(Picture picture)
    {
        var gradients = SobelGradients.Of(picture);
        var marks = new Mark[picture.Width * picture.Height];
        var edges = new Stack<int>();
        for (var i = 0; i < marks.Length; i++)
        {
            var (x, y) = (i % picture.Width, i / picture.Width);
            if (gradients.Norm(x, y) > Low && IsRidge(gradients, x, y))
            {
                marks[i] = gradients.Norm(x, y) > High ? Mark.Edge : Mark.Maybe;
                if (marks[i] == Mark.Edge)
                {
                    edges.Push(i);
                }
            }
        }

        Grow(marks, edges, picture.Width, picture.Height);
        var pixels = new byte[3 * marks.Length];
        for (var i = 0; i < marks.Length; i++)
        {
            pixels.AsSpan(3 * i, 3).Fill(marks[i] == Mark.Edge ? (byte)255 : (byte)0);
        }

        return new(picture.Width, picture.Height, pixels);
    }

    /// <summary>Whether the gradient is the largest one across the edge: of the two neighbours along its direction, in steps of 45°.</summary>
    private static bool IsRidge(SobelGradients gradients, int x, int y)
    {
        const int Shift = 15;
        const int Tan22 = 13573;                                                // tan 22.5° in 2^-15; tan 67.5° is 2 more
        var (dx, dy, norm) = (gradients.Across(x, y), gradients.Down(x, y), gradients.Norm(x, y));
        var (across, down) = ((long)Math.Abs(dx), (long)Math.Abs(dy) << Shift);
        if (down < across * Tan22)
        {
            return norm > gradients.Norm(x - 1, y) && norm >= gradients.Norm(x + 1, y);
        }

        if (down > (across * Tan22) + (across << (Shift + 1)))
        {
            return norm > gradients.Norm(x, y - 1) && norm >= gradients.Norm(x, y + 1);
        }

        var side = (dx ^ dy) < 0 ? -1 : 1;
        return norm > gradients.Norm(x - side, y - 1) && norm > gradients.Norm(x + side, y + 1);
    }

    private static void Grow(Mark[] marks, Stack<int> edges, int width, int height)
    {
        while (edges.TryPop(out var i))
        {
            var (x, y) = (i % width, i / width);
            for (var below = Math.Max(y - 1, 0); below <= Math.Min(y + 1, height - 1); below++)
            {
                for (var beside = Math.Max(x - 1, 0); beside <= Math.Min(x + 1, width - 1); beside++)
                {
                    ref var mark = ref marks[(below * width) + beside];
                    if (mark == Mark.Maybe)
                    {
                        mark = Mark.Edge;
                        edges.Push((below * width) + beside);
                    }
                }
            }
        }
    }
}
