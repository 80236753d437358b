using System.Numerics.Tensors;

namespace SwiftDiffusion.Diffusion.Adapters.Deltas;

/// <summary>Δ = m·V/‖V‖ − W with V = W + Δ′: DoRA (arXiv:2402.09353), where Δ′ changes the direction alone and m holds the magnitudes, for each output.</summary>
/// <remarks>The strength scales the whole: W + s·(W_d − W). ComfyUI divides by ‖W‖ instead, which is not what was trained.</remarks>
internal class DecomposedDelta(WeightDelta direction, float[] magnitudes) : WeightDelta
{
    // torch.finfo(float32).eps, which LyCORIS adds to norms.
    protected const float Epsilon = 1.1920929e-7f;

    public sealed override bool NeedsBase => true;

    public sealed override void AddTo(Span<float> rows, ReadOnlySpan<float> trained, int firstRow, int width, float strength)
    {
        var v = trained.ToArray();
        direction.AddTo(v, trained, firstRow, width, strength: 1);
        Rescale(v, magnitudes, firstRow, width);
        TensorPrimitives.MultiplyAdd(v, strength, rows, rows);
        TensorPrimitives.MultiplyAdd(trained, -strength, rows, rows);
    }

    /// <summary>V to m·V/‖V‖.</summary>
    protected virtual void Rescale(Span<float> v, ReadOnlySpan<float> m, int firstRow, int width)
    {
        for (var row = 0; row < v.Length / width; row++)
        {
            var output = v.Slice(row * width, width);
            TensorPrimitives.Multiply(output, m[firstRow + row] / (TensorPrimitives.Norm<float>(output) + Epsilon), output);
        }
    }
}

/// <summary>DoRA with a magnitude for each input instead of each output: LyCORIS without <c>wd_on_output</c>.</summary>
internal sealed class InputDecomposedDelta(WeightDelta direction, float[] magnitudes) : DecomposedDelta(direction, magnitudes)
{
    public override bool NeedsAllRows => true;

    protected override void Rescale(Span<float> v, ReadOnlySpan<float> m, int firstRow, int width)
    {
        var kernel = width / m.Length;
        var squares = new double[m.Length];
        for (var i = 0; i < v.Length; i++)
        {
            squares[i % width / kernel] += (double)v[i] * v[i];
        }

        for (var i = 0; i < v.Length; i++)
        {
            var input = i % width / kernel;
            v[i] *= m[input] / ((float)Math.Sqrt(squares[input]) + Epsilon);
        }
    }
}
