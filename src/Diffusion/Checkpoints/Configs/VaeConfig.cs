using System.Text.Json;

namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>The structure of an <c>AutoencoderKL</c>.</summary>
public sealed record VaeConfig
{
    /// <summary>Channels of each resolution of the encoder, finest first; the decoder has the same, reversed.</summary>
    public required IReadOnlyList<int> BlockOutChannels { get; init; }

    /// <summary>Resnets per resolution of the encoder; the decoder has one more.</summary>
    public required int LayersPerBlock { get; init; }

    /// <summary>Channels of the picture; 3.</summary>
    public required int ImageChannels { get; init; }

    /// <summary>Channels of the latent; 4 in Stable Diffusion.</summary>
    public required int LatentChannels { get; init; }

    /// <summary>Groups of every group norm; divides all channels. Its epsilon is 1e-6.</summary>
    public required int NormGroups { get; init; }

    /// <summary>Side of the pictures it was trained on, in pixels; tiling goes by it.</summary>
    public required int SampleSize { get; init; }

    /// <summary>What the encoder's output is multiplied by to be a latent: 0.18215 in SD 1 and 2 (and where the file does not say), 0.13025 in SDXL.</summary>
    public required double ScalingFactor { get; init; }

    /// <summary>Mean of each latent channel, <see langword="null"/> where latents are only scaled. Given together with <see cref="LatentsStd"/>.</summary>
    public required IReadOnlyList<double>? LatentsMean { get; init; }

    /// <summary>Standard deviation of each latent channel, all positive.</summary>
    public required IReadOnlyList<double>? LatentsStd { get; init; }

    /// <summary>Whether weights stored in half precision overflow when computed in it, so that single precision is needed. The default is true.</summary>
    public required bool ForceUpcast { get; init; }

    /// <summary>Whether a 1x1 convolution follows the encoder.</summary>
    public required bool UseQuantConv { get; init; }

    /// <summary>Whether a 1x1 convolution precedes the decoder.</summary>
    public required bool UsePostQuantConv { get; init; }

    /// <summary>Whether the middle blocks have attention between their resnets.</summary>
    public required bool MidBlockAddAttention { get; init; }

    /// <summary>Pixels per latent, along each side: 8 in Stable Diffusion.</summary>
    public int ScaleFactor => 1 << (BlockOutChannels.Count - 1);

    /// <summary>Reads a config.json.</summary>
    /// <exception cref="CheckpointException">The file is missing or not JSON, or a key asks for something that is not supported; the message names key and value.</exception>
    public static VaeConfig Load(string path) => VaeConfigParser.Parse(ConfigFile.Open(path));

    /// <summary>Reads the content of a config.json.</summary>
    /// <param name="json">The JSON object.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <exception cref="CheckpointException">A key asks for something that is not supported; the message names key and value.</exception>
    public static VaeConfig Parse(JsonElement json, string path) => VaeConfigParser.Parse(new ConfigFile(path, json));
}
