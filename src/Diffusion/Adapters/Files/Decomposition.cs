using SwiftDiffusion.Diffusion.Adapters.Deltas;
using SwiftDiffusion.Diffusion.Adapters.Naming;

namespace SwiftDiffusion.Diffusion.Adapters.Files;

/// <summary>DoRA's part of a module: magnitudes beside a change of any family.</summary>
internal static class Decomposition
{
    public static bool IsIn(LoraModule module) => module.Has(LoraPart.Magnitude) || module.Has(LoraPart.OutputMagnitude);

    /// <summary>Declares a change of direction alone, whose magnitudes are given.</summary>
    public static DeclaredDelta Of(LoraModule module, DeclaredDelta direction)
    {
        var tensor = module.Find(LoraPart.OutputMagnitude) ?? module.Find(LoraPart.Magnitude)!;
        var weight = module.Target.Tensors.Tensors[module.Target.Weight.Name].Shape;
        if (!direction.Fits(weight))
        {
            return direction; // Refused with every other change that does not fit.
        }

        // LyCORIS writes [outputs, 1, 1, 1] or [1, inputs, 1, 1]; PEFT writes [outputs] or [1, outputs, 1, 1].
        if (tensor.Count == weight[0] && (module.Has(LoraPart.OutputMagnitude) || tensor.Shape[0] == weight[0]))
        {
            return direction with { Read = () => new DecomposedDelta(direction.Read(), module.File.Read(tensor)) };
        }

        return weight.Count > 1 && tensor.Count == weight[1] && tensor.Shape is [1, ..] && module.Has(LoraPart.Magnitude)
            ? direction with { Read = () => new InputDecomposedDelta(direction.Read(), module.File.Read(tensor)) }
            : throw module.Broken($"tensor '{tensor.Name}' has shape {tensor.ShapeText}; the base's weight [{string.Join(", ", weight)}] takes a magnitude for each output or each input.");
    }
}
