using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A model's text encoders, one or in SDXL two: tokens to the embeddings that the UNet looks at.</summary>
internal sealed class PromptEncoder : IDisposable
{
    private readonly IReadOnlyList<TextEncoder> encoders;
    private readonly bool penultimate;

    /// <summary>Takes ownership of the encoders.</summary>
    /// <param name="encoders">In the order in which their outputs stand side by side.</param>
    /// <param name="penultimate">Whether the UNet was trained on the second to last layer as it is (SDXL), or on the last, normalized.</param>
    public PromptEncoder(IReadOnlyList<TextEncoder> encoders, bool penultimate)
    {
        (this.encoders, this.penultimate) = (encoders, penultimate);
        Width = encoders.Sum(encoder => encoder.Config.HiddenSize);
    }

    /// <summary>The encoders, in the order in which their outputs stand side by side.</summary>
    public IReadOnlyList<TextEncoder> Encoders => encoders;

    /// <summary>Width of the embeddings: those of all encoders together.</summary>
    public int Width { get; }

    /// <summary>Length of the pooled output: the last encoder's projection; 0 where it has none.</summary>
    public int PooledWidth => encoders[^1].PooledWidth;

    /// <summary>How many layers a request may leave out.</summary>
    public int MaxClipSkip => encoders.Min(encoder => encoder.Config.Layers) - (penultimate ? 2 : 1);

    /// <summary>Encodes a prompt.</summary>
    /// <param name="prompt">Its chunks for each encoder, as many for one as for the other.</param>
    /// <param name="clipSkip">Layers to leave out.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public EncodedPrompt Encode(TokenizedPrompt prompt, int clipSkip, CancellationToken cancellationToken)
    {
        var chunks = prompt.Chunks[0].Count;
        var length = prompt.Chunks[0][0].Ids.Length;
        var context = new float[chunks * length * Width];
        float[] pooled = [];
        var column = 0;
        for (var e = 0; e < encoders.Count; e++)
        {
            var (encoder, width) = (encoders[e], encoders[e].Config.HiddenSize);
            for (var chunk = 0; chunk < chunks; chunk++)
            {
                var tokens = prompt.Chunks[e][chunk];
                var text = encoder.Encode(tokens.Ids, prompt.Learned[e], Output(encoder, clipSkip), cancellationToken);
                // An encoder may have more positions than a chunk has tokens; it looks back only, so those at the end change nothing.
                var states = text.States.AsSpan(0, length * width);
                Emphasis.Apply(states, tokens.Weights);
                pooled = chunk == 0 ? text.Pooled : pooled;
                for (var t = 0; t < length; t++)
                {
                    states.Slice(t * width, width).CopyTo(context.AsSpan(((((chunk * length) + t) * Width) + column)));
                }
            }

            column += width;
        }

        return new EncodedPrompt(context, chunks * length, pooled);
    }

    public void Dispose()
    {
        foreach (var encoder in encoders)
        {
            encoder.Dispose();
        }
    }

    private string Output(TextEncoder encoder, int clipSkip)
    {
        var last = encoder.Config.Layers - clipSkip;
        return penultimate ? ClipTextEncoder.HiddenState(last - 1) : ClipTextEncoder.NormalizedState(last);
    }
}

/// <summary>A prompt as tokens.</summary>
/// <param name="Chunks">For each encoder, the chunks that are encoded one by one.</param>
/// <param name="Learned">For each encoder, the vectors that ids beyond its vocabulary stand for.</param>
internal sealed record TokenizedPrompt(IReadOnlyList<IReadOnlyList<TokenChunk>> Chunks, IReadOnlyList<IReadOnlyList<float[]>> Learned);

/// <summary>A prompt as embeddings.</summary>
/// <param name="Context"><c>[tokens, width]</c>.</param>
/// <param name="Tokens">Of all chunks.</param>
/// <param name="Pooled"><c>[pooled width]</c>; empty where the model has none.</param>
internal sealed record EncodedPrompt(float[] Context, int Tokens, float[] Pooled)
{
    /// <summary>The same, all zero: what SDXL was trained on for no text.</summary>
    public EncodedPrompt Zeros() => new(new float[Context.Length], Tokens, new float[Pooled.Length]);
}
