using System.Text.Json;

namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>The structure of a <c>UNet2DConditionModel</c>, with every scalar, list and reversed list of its config.json resolved to one entry per block.</summary>
public sealed record UNetConfig
{
    /// <summary>What the ControlNets of this UNet have too: the way down and the middle.</summary>
    public required TrunkConfig Trunk { get; init; }

    /// <summary>The blocks of the way up, coarsest resolution first.</summary>
    public required IReadOnlyList<BlockConfig> UpBlocks { get; init; }

    /// <summary>Channels of the prediction.</summary>
    public required int OutChannels { get; init; }

    /// <summary>Side of the latent the model was trained on, <see langword="null"/> where the file does not say.</summary>
    public required int? SampleSize { get; init; }

    /// <summary>Width of the guidance embedding that distilled models (LCM) add to time, <see langword="null"/> elsewhere.</summary>
    public required int? TimeCondProjDim { get; init; }

    /// <summary>Whether the latent goes in as 2x - 1.</summary>
    public required bool CenterInputSample { get; init; }

    /// <summary>Reads a config.json.</summary>
    /// <exception cref="CheckpointException">The file is missing or not JSON, or a key asks for something that is not supported; the message names key and value.</exception>
    public static UNetConfig Load(string path) => UNetConfigParser.Parse(ConfigFile.Open(path));

    /// <summary>Reads the content of a config.json.</summary>
    /// <param name="json">The JSON object.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <exception cref="CheckpointException">A key asks for something that is not supported; the message names key and value.</exception>
    public static UNetConfig Parse(JsonElement json, string path) => UNetConfigParser.Parse(new ConfigFile(path, json));
}
