using SwiftDiffusion.Diffusion.Checkpoints.Naming;

namespace SwiftDiffusion.Diffusion.Checkpoints.Layouts;

/// <summary>Holds the tensors of a file against those that a network needs.</summary>
internal static class LayoutCheck
{
    private static readonly ElementType[] Weights = [ElementType.F32, ElementType.F16, ElementType.BF16, ElementType.F64];

    /// <summary>Checks that every tensor is there, in its shape, and no other. 1x1 convolutions stored as matrices and the reverse are reshaped.</summary>
    /// <param name="part">The network, for messages.</param>
    /// <param name="view">The tensors under diffusers' names.</param>
    /// <param name="layout">What the network needs.</param>
    /// <exception cref="CheckpointException">A tensor is missing, of another shape or type, or unknown.</exception>
    public static void Run(string part, TensorView view, IReadOnlyList<NeededTensor> layout)
    {
        NeededTensor[] missing = [.. layout.Where(needed => !view.Tensors.ContainsKey(needed.Name))];
        if (missing.Length > 0)
        {
            var others = Others([.. missing.Select(needed => needed.Name)]);
            throw new CheckpointException(view.Path, $"{part}: tensor '{missing[0].Name}' of shape {missing[0].ShapeText} is missing{others}.");
        }

        foreach (var needed in layout)
        {
            CheckTensor(part, view, needed);
        }

        var names = layout.Select(needed => needed.Name).ToHashSet();
        string[] unknown = [.. view.Tensors.Keys.Where(name => !names.Contains(name)).Select(view.OriginalName), .. view.Unplaced];
        if (unknown.Length > 0)
        {
            throw new CheckpointException(view.Path, $"{part}: tensor '{unknown[0]}' has no place in a network of this configuration{Others(unknown)}.");
        }
    }

    private static void CheckTensor(string part, TensorView view, NeededTensor needed)
    {
        var found = view.Tensors[needed.Name];
        var name = view.OriginalName(needed.Name) is var original && original == needed.Name ? $"'{original}'" : $"'{original}' ('{needed.Name}' in diffusers)";
        if (!Weights.Contains(found.Type))
        {
            throw new CheckpointException(view.Path, $"{part}: tensor {name} has elements of type {found.Type}; allowed are {string.Join(", ", Weights)}.");
        }

        if (found.Shape.SequenceEqual(needed.Shape))
        {
            return;
        }

        if (!WithoutKernel(found.Shape).SequenceEqual(WithoutKernel(needed.Shape)))
        {
            throw new CheckpointException(view.Path, $"{part}: tensor {name} has shape {found.ShapeText}; the configuration asks for {needed.ShapeText}.");
        }

        view.Reshape(needed.Name, needed.Shape);
    }

    /// <summary>The shape of a 1x1 convolution as that of a matrix.</summary>
    private static IEnumerable<long> WithoutKernel(IReadOnlyList<long> shape) => shape is [_, _, 1, 1] ? shape.Take(2) : shape;

    private static string Others(string[] names) => names.Length switch
    {
        1 => "",
        2 => $", likewise '{names[1]}'",
        _ => $", likewise {names.Length - 1} others: '{names[1]}', '{names[2]}'{(names.Length > 3 ? ", ..." : "")}",
    };
}
