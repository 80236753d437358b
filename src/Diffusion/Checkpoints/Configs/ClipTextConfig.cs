using System.Text.Json;

namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>The structure of a <c>CLIPTextModel</c> or <c>CLIPTextModelWithProjection</c>.</summary>
public sealed record ClipTextConfig
{
    /// <summary>Width of the embeddings.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Width between the two layers of the perceptron.</summary>
    public required int IntermediateSize { get; init; }

    /// <summary>The number of layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Attention heads; divides <see cref="HiddenSize"/>.</summary>
    public required int Heads { get; init; }

    /// <summary>The perceptron's activation.</summary>
    public required ClipActivation Activation { get; init; }

    /// <summary>Epsilon of every layer norm.</summary>
    public required double LayerNormEps { get; init; }

    /// <summary>Tokens that go in at a time, with begin and end; 77.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>The number of tokens that have an embedding.</summary>
    public required int VocabSize { get; init; }

    /// <summary>Id of the token at the beginning. Published files carry a wrong 0 here; the tokenizer knows better.</summary>
    public required int BosTokenId { get; init; }

    /// <summary>Id of the token at the end. Published files carry a wrong 2 here: then the end is the highest id of a row, and the tokenizer knows better.</summary>
    public required int EosTokenId { get; init; }

    /// <summary>Id that fills up. Published files carry a wrong 1 here; the tokenizer knows better.</summary>
    public required int PadTokenId { get; init; }

    /// <summary>Width of the pooled output; there is one only <see cref="WithProjection"/>.</summary>
    public required int ProjectionDim { get; init; }

    /// <summary>Whether the output at the end token goes through <c>text_projection</c> as the pooled output.</summary>
    public required bool WithProjection { get; init; }

    /// <summary>Reads a config.json.</summary>
    /// <exception cref="CheckpointException">The file is missing or not JSON, or a key asks for something that is not supported; the message names key and value.</exception>
    public static ClipTextConfig Load(string path) => ClipTextConfigParser.Parse(ConfigFile.Open(path));

    /// <summary>Reads the content of a config.json.</summary>
    /// <param name="json">The JSON object.</param>
    /// <param name="path">Where it comes from, for messages.</param>
    /// <exception cref="CheckpointException">A key asks for something that is not supported; the message names key and value.</exception>
    public static ClipTextConfig Parse(JsonElement json, string path) => ClipTextConfigParser.Parse(new ConfigFile(path, json));
}
