using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A UNet bound to one prompt, one size and one list of timesteps: what stays the same from call to call is computed when it is created.</summary>
internal sealed class DenoiserRun : IDisposable
{
    private readonly DisposableList owned = new();
    private readonly List<NativeTensor<float>> skips = [];
    private readonly Denoiser denoiser;
    private readonly NativeTensor<float> sample;
    private readonly NativeTensor<float> prediction;
    private readonly RunConditions conditions;
    private readonly NetworkBinding encoder;
    private readonly NetworkBinding decoder;

    /// <summary>Computes the conditions and binds both halves.</summary>
    /// <param name="denoiser">Must outlive the run.</param>
    /// <param name="text">Text embeddings, <c>[batch, tokens, context width]</c>; needed only during construction.</param>
    /// <param name="features">As many rows for each call; needed only during construction.</param>
    /// <param name="calls">How many times the network will be called.</param>
    /// <param name="height">Of the latents.</param>
    /// <param name="width">Of the latents.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public DenoiserRun(Denoiser denoiser, NativeTensor<float> text, TimeFeatures features, int calls, int height, int width, CancellationToken cancellationToken)
    {
        this.denoiser = denoiser;
        var (config, network, batch) = (denoiser.Config, denoiser.Network, text.Shape[0]);
        try
        {
            conditions = owned.Add(denoiser.Conditioner.Compute(text, features, calls, cancellationToken));
            sample = owned.Add(new NativeTensor<float>(batch, config.Trunk.InChannels, height, width));
            prediction = owned.Add(new NativeTensor<float>(batch, config.OutChannels, height, width));
            encoder = owned.Add(denoiser.Encoder.Bind()).Input(UNet.Sample, sample);
            decoder = owned.Add(denoiser.Decoder.Bind()).Output(UNet.Prediction, prediction);
            conditions.Bind(encoder, network.EncoderAttentions);
            conditions.Bind(decoder, network.DecoderAttentions);
            BindSkips(network.Trunk.Shapes(batch, height, width));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Rows of the batch.</summary>
    public int Batch => (int)sample.Shape[0];

    /// <summary>The network's input, <c>[batch, in channels, height, width]</c>: filled by the caller before each call.</summary>
    public Span<float> Sample => sample.Span;

    /// <summary>The network's output, <c>[batch, out channels, height, width]</c>, until the next call.</summary>
    public ReadOnlySpan<float> Prediction => prediction.Span;

    /// <summary>What the encoder leaves for the decoder, the middle last: a ControlNet adds to them between the two.</summary>
    public IReadOnlyList<NativeTensor<float>> Skips => skips;

    /// <summary>Computes the conditions anew, after weights have changed.</summary>
    /// <param name="text">Of the same shape as at construction.</param>
    /// <param name="features">As many as at construction.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public void Update(NativeTensor<float> text, TimeFeatures features, CancellationToken cancellationToken) =>
        denoiser.Conditioner.Update(conditions, text, features, cancellationToken);

    /// <summary>Starts the descending half on <see cref="Sample"/> at the timestep of <paramref name="call"/>.</summary>
    public DeviceRun StartEncoder(int call, CancellationToken cancellationToken)
    {
        conditions.Select(call);
        return encoder.Start(cancellationToken);
    }

    /// <summary>Starts the ascending half on <see cref="Skips"/>.</summary>
    public DeviceRun StartDecoder(CancellationToken cancellationToken) => decoder.Start(cancellationToken);

    public void Dispose() => owned.Dispose();

    private void BindSkips(IReadOnlyList<long[]> shapes)
    {
        for (var k = 0; k < shapes.Count; k++)
        {
            var name = k < shapes.Count - 1 ? UNet.Skip(k) : UNet.Middle;
            skips.Add(owned.Add(new NativeTensor<float>(shapes[k])));
            encoder.Output(name, skips[k]);
            decoder.Input(name, skips[k]);
        }
    }
}
