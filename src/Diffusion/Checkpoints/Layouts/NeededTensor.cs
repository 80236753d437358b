namespace SwiftDiffusion.Diffusion.Checkpoints.Layouts;

/// <summary>A tensor that a network of some configuration has.</summary>
/// <param name="Name">Its name in diffusers, for example <c>conv_in.weight</c>.</param>
/// <param name="Shape">Its dimensions, outermost first.</param>
internal sealed record NeededTensor(string Name, params long[] Shape)
{
    /// <summary>The shape as messages print it.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
