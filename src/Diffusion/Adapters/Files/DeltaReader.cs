using SwiftDiffusion.Diffusion.Adapters.Deltas;
using SwiftDiffusion.Diffusion.Adapters.Naming;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Adapters.Files;

/// <summary>Tells the family of a module by the parts that are there, and checks that it is whole.</summary>
internal static class DeltaReader
{
    private static readonly (string Family, LoraPart[] Parts, Func<LoraModule, DeclaredDelta> Declare)[] Families =
    [
        ("LoRA", [LoraPart.Down, LoraPart.Up, LoraPart.Mid], LowRank),
        ("LoHa", [LoraPart.Hadamard1A, LoraPart.Hadamard1B, LoraPart.Hadamard2A, LoraPart.Hadamard2B, LoraPart.Hadamard1Core, LoraPart.Hadamard2Core], Hadamard),
        ("LoKr", [LoraPart.Kronecker1, LoraPart.Kronecker1A, LoraPart.Kronecker1B, LoraPart.Kronecker2, LoraPart.Kronecker2A, LoraPart.Kronecker2B, LoraPart.Kronecker2Core], Kronecker),
        ("full difference", [LoraPart.Difference], Full),
    ];

    /// <summary>The change of a module's weight; null where there is none.</summary>
    /// <exception cref="CheckpointException">A part is missing, or does not fit the others.</exception>
    public static DeclaredDelta? Weight(LoraModule module)
    {
        var found = Families.Where(family => family.Parts.Any(module.Has)).ToArray();
        return found.Length switch
        {
            0 => null,
            1 => found[0].Declare(module) is var declared && Decomposition.IsIn(module) ? Decomposition.Of(module, declared) : found[0].Declare(module),
            _ => throw module.Broken($"key '{module.Keys.First()}' belongs to a module of two families, {found[0].Family} and {found[1].Family}; allowed is one."),
        };
    }

    /// <summary>The change of a module's bias; null where there is none.</summary>
    public static DeclaredDelta? Bias(LoraModule module)
    {
        var (difference, ofUp) = (module.Find(LoraPart.BiasDifference), module.Find(LoraPart.UpBias));
        return (difference, ofUp) switch
        {
            ({ } tensor, null) => new DeclaredDelta(tensor.Shape, () => new FullDelta(module.File.Read(tensor))),
            (null, { } tensor) => new DeclaredDelta(tensor.Shape, () => new FullDelta(module.File.Read(tensor), module.Factor((int)module.Require(LoraPart.Down, "lora_A").Shape[0]))),
            (null, null) => null,
            _ => throw module.Broken($"keys '{difference.Name}' and '{ofUp.Name}' change the same bias; allowed is one."),
        };
    }

    private static DeclaredDelta LowRank(LoraModule module)
    {
        var down = module.Require(LoraPart.Down, "factor beside the input (lora_down, lora_A)");
        var up = module.Require(LoraPart.Up, "factor beside the output (lora_up, lora_B)");
        var product = module.Find(LoraPart.Mid) is { } mid ? DeclaredProduct.OfTucker(module, up, mid, down, rankFirst: false) : DeclaredProduct.Of(module, up, down);
        return new DeclaredDelta(product.Shape, () => new LowRankDelta(product.Read(), module.Factor(product.Rank)));
    }

    private static DeclaredDelta Hadamard(LoraModule module)
    {
        var first = Product(module, module.Require(LoraPart.Hadamard1A, "hada_w1_a"), module.Find(LoraPart.Hadamard1Core), module.Require(LoraPart.Hadamard1B, "hada_w1_b"));
        var second = Product(module, module.Require(LoraPart.Hadamard2A, "hada_w2_a"), module.Find(LoraPart.Hadamard2Core), module.Require(LoraPart.Hadamard2B, "hada_w2_b"));
        return first.Shape.SequenceEqual(second.Shape)
            ? new DeclaredDelta(first.Shape, () => new HadamardDelta(first.Read(), second.Read(), module.Factor(first.Rank)))
            : throw module.Broken($"the two products of '{module.Find(LoraPart.Hadamard1A)!.Name}' have shapes [{string.Join(", ", first.Shape)}] and [{string.Join(", ", second.Shape)}]; allowed are equal ones.");
    }

    private static DeclaredDelta Kronecker(LoraModule module)
    {
        var (coarseShape, coarseRank, readCoarse) = Factor(module, LoraPart.Kronecker1, LoraPart.Kronecker1A, LoraPart.Kronecker1B, core: null, "lokr_w1");
        var (fineShape, fineRank, readFine) = Factor(module, LoraPart.Kronecker2, LoraPart.Kronecker2A, LoraPart.Kronecker2B, LoraPart.Kronecker2Core, "lokr_w2");
        if (coarseShape is not ([_, _] or [_, _, 1, 1]))
        {
            throw module.Broken($"the coarse factor of '{module.Keys.First()}' has shape [{string.Join(", ", coarseShape)}]; it must be a matrix.");
        }

        // Where neither factor has a rank, files carry an α that means nothing.
        var rank = fineRank ?? coarseRank;
        long[] shape = [coarseShape[0] * fineShape[0], coarseShape[1] * fineShape[1], .. fineShape.Skip(2)];
        return new DeclaredDelta(shape, () => new KroneckerDelta(readCoarse(), (int)coarseShape[1], readFine(), (int)fineShape[0], rank is { } r ? module.Factor(r) : 1));
    }

    private static (IReadOnlyList<long> Shape, int? Rank, Func<float[]> Read) Factor(LoraModule module, LoraPart whole, LoraPart up, LoraPart down, LoraPart? core, string name)
    {
        if (module.Find(whole) is { } tensor)
        {
            return tensor.Shape.Count is 2 or 4 && tensor.Count > 0
                ? (tensor.Shape, null, () => module.File.Read(tensor))
                : throw module.Broken($"tensor '{tensor.Name}' has shape {tensor.ShapeText}; a factor has two dimensions, or four over a convolution, and none is 0.");
        }

        var product = Product(module, module.Require(up, $"{name} or {name}_a"), core is { } part ? module.Find(part) : null, module.Require(down, $"{name}_b"));
        return (product.Shape, product.Rank, () => product.Read().ToMatrix());
    }

    private static DeclaredProduct Product(LoraModule module, TensorInfo up, TensorInfo? core, TensorInfo down) =>
        core is null ? DeclaredProduct.Of(module, up, down) : DeclaredProduct.OfTucker(module, up, core, down, rankFirst: true);

    private static DeclaredDelta Full(LoraModule module)
    {
        var difference = module.Find(LoraPart.Difference)!;
        return new DeclaredDelta(difference.Shape, () => new FullDelta(module.File.Read(difference)));
    }
}
