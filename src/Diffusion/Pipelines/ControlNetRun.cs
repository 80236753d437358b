using System.Numerics.Tensors;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A ControlNet bound to one prompt, its pictures, one size and one list of timesteps.</summary>
internal sealed class ControlNetRun : IDisposable
{
    private readonly DisposableList owned = new();
    private readonly List<NativeTensor<float>> residuals = [];
    private readonly ControlNetModel model;
    private readonly NativeTensor<float> sample;
    private readonly NativeTensor<float> scales;
    private readonly RunConditions conditions;
    private readonly NetworkBinding body;

    /// <summary>Computes the conditions and the picture's embedding, and binds the body.</summary>
    /// <param name="model">Must outlive the run.</param>
    /// <param name="text">Text embeddings, <c>[batch, tokens, context width]</c>; needed only during construction.</param>
    /// <param name="features">As many rows for each call; needed only during construction.</param>
    /// <param name="calls">How many times the network will be called.</param>
    /// <param name="pictures">What to follow: one, or several of a union; needed only during construction.</param>
    /// <param name="height">Of the latents.</param>
    /// <param name="width">Of the latents.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public ControlNetRun(
        ControlNetModel model, NativeTensor<float> text, TimeFeatures features, int calls, IReadOnlyList<ControlPicture> pictures, int height, int width, CancellationToken cancellationToken)
    {
        this.model = model;
        var (trunk, batch) = (model.Config.Trunk, text.Shape[0]);
        var shapes = model.Network.Trunk.Shapes(batch, height, width);
        try
        {
            conditions = owned.Add(model.Conditioner.Compute(text, features, calls, cancellationToken));
            sample = owned.Add(new NativeTensor<float>(batch, trunk.InChannels, height, width));
            scales = owned.Add(new NativeTensor<float>(shapes.Count));
            var hint = owned.Add(new NativeTensor<float>(batch, trunk.ModelChannels, height, width));
            Embed(model, pictures, hint, cancellationToken);
            body = owned.Add(model.Body.Bind()).Input(UNet.Sample, sample).Input(ControlNet.Hint, hint).Input(ControlNet.Scales, scales);
            conditions.Bind(body, model.Network.Trunk.CrossAttentions);
            for (var k = 0; k < shapes.Count; k++)
            {
                residuals.Add(owned.Add(new NativeTensor<float>(shapes[k])));
                body.Output(ControlNet.Residual(k), residuals[k]);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The network's input, <c>[batch, in channels, height, width]</c>: filled by the caller before each call.</summary>
    public Span<float> Sample => sample.Span;

    /// <summary>What is added to each skip and, last, to the middle.</summary>
    public IReadOnlyList<NativeTensor<float>> Residuals => residuals;

    /// <summary>Sets how strong the residuals come out.</summary>
    /// <param name="strength">Multiplies every residual.</param>
    /// <param name="fading">Whether finer residuals are weaker, from a tenth on, as in guess mode.</param>
    public void SetStrength(double strength, bool fading)
    {
        // arXiv:2302.05543 calls it control without prompts; diffusers spreads the weights evenly in the logarithm.
        for (var k = 0; k < scales.Span.Length; k++)
        {
            scales.Span[k] = (float)(fading ? strength * Math.Pow(10, -1 + ((double)k / (scales.Span.Length - 1))) : strength);
        }
    }

    /// <summary>Computes the conditions anew, after the text encoders' weights have changed.</summary>
    /// <param name="text">Of the same shape as at construction.</param>
    /// <param name="features">As many as at construction.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public void Update(NativeTensor<float> text, TimeFeatures features, CancellationToken cancellationToken) =>
        model.Conditioner.Update(conditions, text, features, cancellationToken);

    /// <summary>Starts the network on <see cref="Sample"/> at the timestep of <paramref name="call"/>.</summary>
    public DeviceRun Start(int call, CancellationToken cancellationToken)
    {
        conditions.Select(call);
        return body.Start(cancellationToken);
    }

    /// <summary>Adds the residuals to the skips and middle of a UNet, or of a part of one that holds some rows of the batch.</summary>
    /// <param name="skips">Of the part.</param>
    /// <param name="rowsAfter">Rows of the batch that follow the part's. Where there are fewer rows here than in the batch, they are its last.</param>
    public void AddTo(IReadOnlyList<NativeTensor<float>> skips, int rowsAfter = 0)
    {
        var common = (int)(Math.Min(sample.Shape[0], rowsAfter + skips[0].Shape[0]) - rowsAfter);
        for (var k = 0; common > 0 && k < skips.Count; k++)
        {
            var row = residuals[k].Span.Length / (int)sample.Shape[0];
            var residual = residuals[k].Span[^((rowsAfter + common) * row)..^(rowsAfter * row)];
            var target = skips[k].Span[^residual.Length..];
            TensorPrimitives.Add(target, residual, target);
        }
    }

    public void Dispose() => owned.Dispose();

    private static void Embed(ControlNetModel model, IReadOnlyList<ControlPicture> pictures, NativeTensor<float> hint, CancellationToken cancellationToken)
    {
        using var one = new NativeTensor<float>([.. hint.Shape]);
        hint.Span.Clear();
        foreach (var picture in pictures)
        {
            using var kind = new NativeTensor<float>(1, model.Config.Union?.ControlTypes ?? 1);
            using var share = new NativeTensor<float>(1);
            using var binding = model.Hint.Bind().Input(ControlNet.Picture, picture.Pixels).Output(ControlNet.Hint, one);
            if (model.Config.Union is not null)
            {
                kind.Span.Clear();
                (kind.Span[picture.Kind], share.Span[0]) = (1, (float)picture.Share);
                binding.Input(UnionCondition.Kind, kind).Input(UnionCondition.Share, share);
            }

            binding.Run(cancellationToken);
            TensorPrimitives.Add(hint.Span, one.Span, hint.Span);
        }
    }
}
