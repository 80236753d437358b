using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A CLIP text encoder ready to run.</summary>
internal sealed class TextEncoder : IDisposable
{
    // Published configurations carry this wrong id of the end of text; transformers then takes the largest id, which is the right one.
    private const int LegacyEndOfText = 2;

    private readonly WeightStore weights;
    private readonly NetworkSession session;

    /// <summary>Builds the graph and loads the weights; <paramref name="source"/> and <paramref name="device"/> must outlive the encoder.</summary>
    public TextEncoder(string name, ClipTextConfig config, ITensorSource source, Device device)
    {
        Config = config;
        // The weights tell: the class name is in model_index.json at best.
        PooledWidth = source.Tensors.TryGetValue($"{ClipTextEncoder.Projection}.weight", out var projection) ? (int)projection.Shape[0] : 0;
        weights = new WeightStore(source);
        try
        {
            session = new NetworkSession(ClipTextEncoder.Build(name, config, PooledWidth), weights, device);
            weights.Load(new WeightSpec(ClipTextEncoder.Vocabulary, [config.VocabSize, config.HiddenSize], [config.VocabSize, config.HiddenSize]));
        }
        catch
        {
            session?.Dispose();
            weights.Dispose();
            throw;
        }
    }

    public ClipTextConfig Config { get; }

    /// <summary>Length of the pooled output; 0 for an encoder without a projection.</summary>
    public int PooledWidth { get; }

    /// <summary>The weights, which may be overwritten between two runs.</summary>
    public WeightStore Weights => weights;

    /// <summary>Encodes one chunk of tokens.</summary>
    /// <param name="ids">As many as the encoder has positions. Ids from the vocabulary's size on stand for <paramref name="learned"/> vectors, in order.</param>
    /// <param name="learned">Embeddings beyond the vocabulary, each as long as the encoder is wide.</param>
    /// <param name="output">The output to read: see <see cref="ClipTextEncoder"/>.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public EncodedText Encode(ReadOnlySpan<int> ids, IReadOnlyList<float[]> learned, string output, CancellationToken cancellationToken)
    {
        using var embeddings = new NativeTensor<float>(1, Config.MaxPositions, Config.HiddenSize);
        using var states = new NativeTensor<float>(1, Config.MaxPositions, Config.HiddenSize);
        using var end = new NativeTensor<long>(1, 1);
        using var pooled = new NativeTensor<float>(1, Math.Max(PooledWidth, 1));
        LookUp(ids, learned, embeddings.Span);
        using var binding = session.Bind().Input(ClipTextEncoder.TokenEmbeddings, embeddings).Output(output, states);
        if (PooledWidth > 0)
        {
            end.Span[0] = EndOfText(ids);
            binding.Input(ClipTextEncoder.EndOfText, end).Output(ClipTextEncoder.Pooled, pooled);
        }

        binding.Run(cancellationToken);
        return new EncodedText(states.Span.ToArray(), PooledWidth > 0 ? pooled.Span.ToArray() : []);
    }

    public void Dispose()
    {
        session.Dispose();
        weights.Dispose();
    }

    private void LookUp(ReadOnlySpan<int> ids, IReadOnlyList<float[]> learned, Span<float> embeddings)
    {
        var vocabulary = weights.Values(ClipTextEncoder.Vocabulary);
        var width = Config.HiddenSize;
        for (var i = 0; i < ids.Length; i++)
        {
            var row = ids[i] < Config.VocabSize ? vocabulary.Slice(ids[i] * width, width) : learned[ids[i] - Config.VocabSize];
            row.CopyTo(embeddings[(i * width)..]);
        }
    }

    private int EndOfText(ReadOnlySpan<int> ids)
    {
        if (Config.EosTokenId != LegacyEndOfText)
        {
            return Math.Max(0, ids.IndexOf(Config.EosTokenId));
        }

        var last = 0;
        for (var i = 1; i < ids.Length; i++)
        {
            last = ids[i] > ids[last] && ids[i] < Config.VocabSize ? i : last;
        }

        return last;
    }
}

/// <summary>What an encoder makes of one chunk.</summary>
/// <param name="States"><c>[tokens, width]</c>.</param>
/// <param name="Pooled"><c>[projection width]</c>; empty for an encoder without a projection.</param>
internal sealed record EncodedText(float[] States, float[] Pooled);
