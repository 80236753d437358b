namespace SwiftDiffusion.Diffusion.Adapters.Deltas;

/// <summary>A matrix as the product U·D of two thin ones.</summary>
/// <param name="up">U, <c>[rows, rank]</c>.</param>
/// <param name="down">D, <c>[rank, columns]</c>.</param>
/// <param name="rank">Columns of U and rows of D, at least 1.</param>
internal sealed class Product(float[] up, float[] down, int rank)
{
    private readonly StripedMatrix striped = new(down, rank);

    /// <summary>Adds some of its rows, times a factor.</summary>
    public void AddTo(Span<float> rows, int firstRow, float factor) =>
        RankUpdate.Add(rows, up.AsSpan(firstRow * rank, rows.Length / striped.Width * rank), striped, factor);

    /// <summary>Computes some of its rows, times a factor.</summary>
    public void Rows(Span<float> destination, int firstRow, float factor)
    {
        destination.Clear();
        AddTo(destination, firstRow, factor);
    }

    /// <summary>Computes it whole.</summary>
    public float[] ToMatrix()
    {
        var matrix = new float[checked(up.Length / rank * striped.Width)];
        AddTo(matrix, firstRow: 0, factor: 1);
        return matrix;
    }

    /// <summary>
    /// A Tucker decomposition over a convolution, as a product: Σ over m, n of up[o, m]·core[m, n, x]·down[n, i], with core and down multiplied out.
    /// </summary>
    /// <param name="up"><c>[rows, m]</c>.</param>
    /// <param name="core"><c>[m, n, kernel]</c>, kernel being height by width.</param>
    /// <param name="down"><c>[n, inputs]</c>.</param>
    /// <param name="m">First length of the core.</param>
    /// <param name="n">Second length of the core.</param>
    /// <param name="kernel">Elements of the kernel.</param>
    public static Product OfTucker(float[] up, float[] core, float[] down, int m, int n, int kernel)
    {
        var inputs = down.Length / n;
        var contracted = new float[checked(m * inputs * kernel)];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var taps = core.AsSpan(((i * n) + j) * kernel, kernel);
                for (var input = 0; input < inputs; input++)
                {
                    var target = contracted.AsSpan(((i * inputs) + input) * kernel, kernel);
                    var weight = down[(j * inputs) + input];
                    for (var x = 0; x < kernel; x++)
                    {
                        target[x] += weight * taps[x];
                    }
                }
            }
        }

        return new Product(up, contracted, m);
    }

    /// <summary>Exchanges rows and columns, for factors that are stored with the rank first.</summary>
    public static float[] Transposed(float[] matrix, int rows)
    {
        var columns = matrix.Length / rows;
        var transposed = new float[matrix.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                transposed[(column * rows) + row] = matrix[(row * columns) + column];
            }
        }

        return transposed;
    }
}
