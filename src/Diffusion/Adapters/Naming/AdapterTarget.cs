using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Adapters.Naming;

/// <summary>A module of a base model that an adapter may change.</summary>
/// <param name="Network">The network's folder in diffusers: <c>unet</c>, <c>text_encoder</c>, <c>text_encoder_2</c>.</param>
/// <param name="Module">Its path in the network, for example <c>mid_block.attentions.0.proj_in</c>.</param>
/// <param name="Tensors">The network's weights as they were trained.</param>
internal sealed record AdapterTarget(string Network, string Module, ITensorSource Tensors)
{
    /// <summary>The network of pictures.</summary>
    public const string UNet = "unet";

    /// <summary>The weight's name in the network.</summary>
    public WeightId Weight => new(Network, Module + ".weight");

    /// <summary>The bias's name in the network, where there is one.</summary>
    public WeightId Bias => new(Network, Module + ".bias");

    /// <summary>Whether there is a bias.</summary>
    public bool HasBias => Tensors.Tensors.ContainsKey(Bias.Name);

    /// <summary>The network of texts, or one of SDXL's two.</summary>
    public static string TextEncoder(int index) => index == 0 ? "text_encoder" : $"text_encoder_{index + 1}";

    public override string ToString() => $"{Network} {Module}";
}
