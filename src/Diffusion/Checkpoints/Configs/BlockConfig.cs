namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>One resolution of a UNet's way down or up: resnets, a transformer after each if there is attention, then a resampling.</summary>
/// <param name="Path">The module path, for example <c>down_blocks.0</c>.</param>
/// <param name="Channels">Channels that every resnet puts out.</param>
/// <param name="ResnetInputs">Input channels of each resnet, in order. On the way up they count the skip that is concatenated.</param>
/// <param name="Attention">The transformers, <see langword="null"/> where the block has none.</param>
/// <param name="Resamples">Whether a downsampler (on the way up: an upsampler) follows.</param>
public sealed record BlockConfig(string Path, int Channels, IReadOnlyList<int> ResnetInputs, AttentionConfig? Attention, bool Resamples)
{
    /// <summary>The number of resnets.</summary>
    public int Layers => ResnetInputs.Count;

    /// <summary>Whether a transformer follows each resnet.</summary>
    public bool HasAttention => Attention is not null;
}
