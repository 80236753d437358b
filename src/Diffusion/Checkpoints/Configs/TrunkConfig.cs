namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>The structure that a UNet's encoder half and a ControlNet share: conv_in, time embedding, the way down and the middle.</summary>
public sealed record TrunkConfig
{
    /// <summary>Channels of the latent that goes in: 4, or 9 where mask and masked picture are concatenated.</summary>
    public required int InChannels { get; init; }

    /// <summary>The blocks of the way down, finest resolution first.</summary>
    public required IReadOnlyList<BlockConfig> DownBlocks { get; init; }

    /// <summary>The middle block, <see langword="null"/> where there is none.</summary>
    public required MidBlockConfig? Mid { get; init; }

    /// <summary>Whether transformers project with linear layers (SD 2, SDXL) instead of 1x1 convolutions (SD 1).</summary>
    public required bool UseLinearProjection { get; init; }

    /// <summary>Groups of every group norm; divides all channels.</summary>
    public required int NormGroups { get; init; }

    /// <summary>Epsilon of the resnets' group norms and of conv_norm_out. Transformers have their own, 1e-6.</summary>
    public required double NormEps { get; init; }

    /// <summary>Whether the sinusoids of time are cosines first, as in every Stable Diffusion.</summary>
    public required bool FlipSinToCos { get; init; }

    /// <summary>What is taken from the half width in the sinusoids' exponent; 0 in Stable Diffusion.</summary>
    public required double FreqShift { get; init; }

    /// <summary>Width of the time embedding that resnets read.</summary>
    public required int TimeEmbedDim { get; init; }

    /// <summary>Padding of the downsamplers' convolution: 1 on each side, or 0, which pads right and bottom only.</summary>
    public required int DownsamplePadding { get; init; }

    /// <summary>Whether attention must not be computed in half precision without scaling first (SD 2.1).</summary>
    public required bool UpcastAttention { get; init; }

    /// <summary>SDXL's added conditions, <see langword="null"/> elsewhere.</summary>
    public required TextTimeConfig? TextTime { get; init; }

    /// <summary>Channels of conv_in's output, which is also the width of the sinusoids of time.</summary>
    public int ModelChannels => DownBlocks[0].Channels;

    /// <summary>Channels of every skip, in the order in which they are made: conv_in, then each resnet and each downsampler.</summary>
    public IReadOnlyList<int> SkipChannels =>
        [ModelChannels, .. DownBlocks.SelectMany(block => Enumerable.Repeat(block.Channels, block.Layers + (block.Resamples ? 1 : 0)))];
}
