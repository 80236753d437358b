using System.Text.Json;

namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>The structure of a <c>ControlNetModel</c> or <c>ControlNetUnionModel</c>.</summary>
public sealed record ControlNetConfig
{
    /// <summary>The copy of the UNet's way down and middle.</summary>
    public required TrunkConfig Trunk { get; init; }

    /// <summary>Channels of the condition picture; 3.</summary>
    public required int ConditioningChannels { get; init; }

    /// <summary>Widths of the condition embedding, finest first; each but the first halves the resolution. 16, 32, 96, 256 in SD.</summary>
    public required IReadOnlyList<int> ConditioningWidths { get; init; }

    /// <summary>Whether the picture goes in as blue, green, red.</summary>
    public required bool IsBgr { get; init; }

    /// <summary>Whether every residual is averaged over height and width (the shuffle model).</summary>
    public required bool GlobalPool { get; init; }

    /// <summary>The parts that a union ControlNet has on top, <see langword="null"/> elsewhere.</summary>
    public required UnionConfig? Union { get; init; }

    /// <summary>Reads a config.json.</summary>
    /// <exception cref="CheckpointException">The file is missing or not JSON, or a key asks for something that is not supported; the message names key and value.</exception>
    public static ControlNetConfig Load(string path) => ControlNetConfigParser.Parse(ConfigFile.Open(path));

    /// <summary>Reads the content of a config.json.</summary>
    /// <param name="json">The JSON object.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <exception cref="CheckpointException">A key asks for something that is not supported; the message names key and value.</exception>
    public static ControlNetConfig Parse(JsonElement json, string path) => ControlNetConfigParser.Parse(new ConfigFile(path, json));
}
