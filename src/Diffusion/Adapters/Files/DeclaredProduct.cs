using SwiftDiffusion.Diffusion.Adapters.Deltas;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Adapters.Files;

/// <summary>Two factors, or three in Tucker form, that fit each other.</summary>
/// <param name="Shape">Of their product.</param>
/// <param name="Rank">First length of the factor beside the input.</param>
/// <param name="Read">Reads the factors.</param>
internal sealed record DeclaredProduct(IReadOnlyList<long> Shape, int Rank, Func<Product> Read)
{
    /// <summary>Checks factors against each other.</summary>
    /// <param name="module">Whose they are.</param>
    /// <param name="up">Beside the output: <c>[rows, rank]</c>.</param>
    /// <param name="down">Beside the input: <c>[rank, inputs]</c>, or with a kernel <c>[rank, inputs, height, width]</c>.</param>
    public static DeclaredProduct Of(LoraModule module, TensorInfo up, TensorInfo down)
    {
        var rank = CheckFactors(module, up, down);
        CheckRanks(module, up, up.Shape[1], down, down.Shape[0]);
        return new DeclaredProduct([up.Shape[0], .. down.Shape.Skip(1)], rank, () => new Product(module.File.Read(up), module.File.Read(down), rank));
    }

    /// <summary>Checks the factors of a Tucker decomposition.</summary>
    /// <param name="module">Whose they are.</param>
    /// <param name="up">Beside the output: <c>[rows, m]</c>, or <c>[m, rows]</c>.</param>
    /// <param name="core"><c>[m, n, height, width]</c>.</param>
    /// <param name="down">Beside the input: <c>[n, inputs]</c>.</param>
    /// <param name="rankFirst">Whether <paramref name="up"/> has its rank first, as LyCORIS stores it but for LoCon.</param>
    public static DeclaredProduct OfTucker(LoraModule module, TensorInfo up, TensorInfo core, TensorInfo down, bool rankFirst)
    {
        var rank = CheckFactors(module, up, down);
        if (core.Shape is not [var m, var n, var height, var width] || core.Count == 0)
        {
            throw module.Broken($"tensor '{core.Name}' has shape {core.ShapeText}; the core of a Tucker decomposition has four dimensions.");
        }

        var (rows, upRank) = rankFirst ? (up.Shape[1], up.Shape[0]) : (up.Shape[0], up.Shape[1]);
        CheckRanks(module, up, upRank, core, m);
        CheckRanks(module, core, n, down, rank);
        return new DeclaredProduct([rows, down.Count / rank, height, width], rank, Read);

        Product Read()
        {
            var output = module.File.Read(up);
            return Product.OfTucker(
                rankFirst ? Product.Transposed(output, (int)m) : output, module.File.Read(core), module.File.Read(down), (int)m, (int)n, checked((int)(height * width)));
        }
    }

    private static int CheckFactors(LoraModule module, params TensorInfo[] factors)
    {
        foreach (var factor in factors)
        {
            if (factor.Shape.Count is not (2 or 4) || factor.Count is 0 or > int.MaxValue)
            {
                throw module.Broken($"tensor '{factor.Name}' has shape {factor.ShapeText}; a factor has two dimensions, or four over a convolution, and none is 0.");
            }
        }

        // Only the factor beside the input may carry the kernel.
        return factors[0].Shape is [_, _] or [_, _, 1, 1]
            ? (int)factors[1].Shape[0]
            : throw module.Broken($"tensor '{factors[0].Name}' has shape {factors[0].ShapeText}; the factor beside the output has no kernel but 1x1.");
    }

    private static void CheckRanks(LoraModule module, TensorInfo one, long rank, TensorInfo other, long otherRank)
    {
        if (rank != otherRank)
        {
            throw module.Broken($"tensors '{one.Name}' {one.ShapeText} and '{other.Name}' {other.ShapeText} do not multiply: the ranks are {rank} and {otherRank}.");
        }
    }
}
