namespace SwiftDiffusion.Diffusion.Adapters.Deltas;

/// <summary>A wide matrix of few rows, laid out so that a register's worth of columns of all rows lies together: strip by strip, each row of a strip after the other.</summary>
/// <remarks>In plain rows, those columns would lie a power of two apart in common widths and push each other out of the cache.</remarks>
internal sealed class StripedMatrix
{
    /// <summary>Columns of a strip: two vectors of 512 bits.</summary>
    public const int Strip = 32;

    private readonly float[] values;

    /// <summary>Lays a matrix out.</summary>
    /// <param name="matrix">Row by row.</param>
    /// <param name="rows">Its rows.</param>
    public StripedMatrix(ReadOnlySpan<float> matrix, int rows)
    {
        (Rows, Width) = (rows, matrix.Length / rows);
        values = new float[checked(rows * Strips * Strip)];
        for (var row = 0; row < rows; row++)
        {
            var from = matrix.Slice(row * Width, Width);
            for (var strip = 0; strip < Strips; strip++)
            {
                var columns = from[(strip * Strip)..Math.Min((strip + 1) * Strip, Width)];
                columns.CopyTo(values.AsSpan(((strip * rows) + row) * Strip));
            }
        }
    }

    public int Rows { get; }

    public int Width { get; }

    /// <summary>How many strips there are; the last is filled up with zeros.</summary>
    public int Strips => (Width + Strip - 1) / Strip;

    /// <summary>A strip, <c>[rows, 32]</c>.</summary>
    public ReadOnlySpan<float> this[int strip] => values.AsSpan(strip * Rows * Strip, Rows * Strip);
}
