using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>What the networks are told of a request: encoded prompts, guidance and, in SDXL, sizes.</summary>
/// <param name="Positive">The prompt.</param>
/// <param name="Negative">The negative prompt; null where nothing is guided away from.</param>
/// <param name="Guidance">Null where the prompt alone decides.</param>
/// <param name="GuidanceScale">What a model takes in that was distilled to do without guidance.</param>
/// <param name="Sizes">SDXL's six sizes.</param>
internal sealed record Conditions(EncodedPrompt Positive, EncodedPrompt? Negative, Guidance? Guidance, double GuidanceScale, float[] Sizes)
{
    private IEnumerable<EncodedPrompt> Prompts => Negative is null ? [Positive] : [Negative, Positive];

    /// <summary>Encodes the prompts of a request.</summary>
    public static Conditions Encode(ModelParts model, PreparedRequest prepared, CancellationToken cancellationToken)
    {
        var request = prepared.Request;
        var positive = model.PromptEncoder.Encode(prepared.Prompt, request.ClipSkip, cancellationToken);
        var sizes = request.MicroConditioning is { } m
            ? new float[] { m.OriginalHeight, m.OriginalWidth, m.CropTop, m.CropLeft, m.TargetHeight ?? prepared.Height, m.TargetWidth ?? prepared.Width }
            : [prepared.Height, prepared.Width, 0, 0, prepared.Height, prepared.Width];
        if (request.GuidanceScale <= 1 || model.Denoiser.Config.TimeCondProjDim is not null)
        {
            return new Conditions(positive, null, null, request.GuidanceScale, sizes);
        }

        // As in diffusers, layers are left out of the prompt's encoding alone.
        var negative = prepared.NegativePrompt is null ? positive.Zeros() : model.PromptEncoder.Encode(prepared.NegativePrompt, clipSkip: 0, cancellationToken);
        return new Conditions(positive, negative, new Guidance(request.GuidanceScale, request.GuidanceRescale), request.GuidanceScale, sizes);
    }

    /// <summary>The same for a network that acts on the prompt alone.</summary>
    public Conditions WithoutNegative() => this with { Negative = null };

    /// <summary>The same for so many parts of a network: as it is for one, negative prompt and prompt each by itself for two.</summary>
    public IReadOnlyList<Conditions> Split(int parts) => parts == 1 || Negative is null ? [this] : [this with { Positive = Negative, Negative = null }, WithoutNegative()];

    /// <summary>Text embeddings, <c>[prompts·images, tokens, width]</c>, those of the negative prompt first; owned by the caller.</summary>
    public NativeTensor<float> Text(int images)
    {
        var rows = Prompts.SelectMany(prompt => Enumerable.Repeat(prompt.Context, images)).ToArray();
        var tensor = new NativeTensor<float>(rows.Length, Positive.Tokens, Positive.Context.Length / Positive.Tokens);
        for (var row = 0; row < rows.Length; row++)
        {
            rows[row].CopyTo(tensor.Span[(row * rows[row].Length)..]);
        }

        return tensor;
    }

    /// <summary>Features of a UNet's timesteps; owned by the caller.</summary>
    public TimeFeatures Features(UNetConfig config, IReadOnlyList<double> timesteps, int images) => TimeFeatures.Create(
        config.Trunk,
        timesteps,
        Added(config.Trunk, images),
        config.TimeCondProjDim is { } guidanceWidth ? GuidanceEmbedding.Features(GuidanceScale, guidanceWidth) : null);

    /// <summary>Features of a ControlNet's timesteps; owned by the caller.</summary>
    public TimeFeatures Features(TrunkConfig trunk, IReadOnlyList<double> timesteps, int images, float[]? kinds = null) =>
        TimeFeatures.Create(trunk, timesteps, Added(trunk, images), kinds: kinds);

    private float[][]? Added(TrunkConfig trunk, int images) => trunk.TextTime is { } config
        ? [.. Prompts.SelectMany(prompt => Enumerable.Repeat(AddedConditions.Features(config, prompt.Pooled, Sizes), images))]
        : null;
}
