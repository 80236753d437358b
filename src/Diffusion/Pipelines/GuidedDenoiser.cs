using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>One prediction per call for each image: UNet and ControlNets over the prompt and, with guidance, over the negative prompt too, each on its device.</summary>
/// <param name="parts">The UNet, bound to text rows of the negative prompt first, then of the prompt; or a part for each; or of the prompt alone.</param>
/// <param name="controls">The ControlNets of the run.</param>
/// <param name="guidance">Null where the prompt alone decides.</param>
/// <param name="images">How many are painted at once.</param>
/// <param name="calls">How many calls there will be.</param>
internal sealed class GuidedDenoiser(IReadOnlyList<DenoiserRun> parts, IReadOnlyList<Control> controls, Guidance? guidance, int images, int calls)
{
    /// <summary>Predicts noise, velocity or sample, whatever the model was trained for.</summary>
    /// <param name="call">Counted from 0.</param>
    /// <param name="latents"><c>[images, latent channels, height, width]</c>, scaled as the sampler asks.</param>
    /// <param name="extra">Further channels of the UNet's input that follow the latents, <c>[channels, height, width]</c>: see <see cref="Canvas.ExtraChannels"/>.</param>
    /// <param name="prediction">Receives a tensor of the same shape.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public void Predict(int call, ReadOnlySpan<float> latents, ReadOnlySpan<float> extra, Span<float> prediction, CancellationToken cancellationToken)
    {
        var active = controls.Where(control => control.Window.Includes(call, calls)).ToArray();
        Encode(call, latents, extra, active, cancellationToken);
        Join(active);
        Decode(cancellationToken);
        var conditional = parts[^1].Prediction[^prediction.Length..];
        if (guidance is null)
        {
            conditional.CopyTo(prediction);
        }
        else
        {
            guidance.Combine(parts[0].Prediction[..prediction.Length], conditional, images, prediction);
        }
    }

    /// <summary>ControlNets and the UNet's encoder, all at once as far as they are on devices of their own.</summary>
    private void Encode(int call, ReadOnlySpan<float> latents, ReadOnlySpan<float> extra, Control[] active, CancellationToken cancellationToken)
    {
        using var runs = new DeviceRuns();
        foreach (var control in active)
        {
            Fill(control.Run.Sample, latents, []);
            control.Run.SetStrength(control.Window.Scale, control.Fades);
            runs.Add(control.Run.Start(call, cancellationToken));
        }

        foreach (var part in parts)
        {
            Fill(part.Sample, latents, extra);
            runs.Add(part.StartEncoder(call, cancellationToken));
        }

        runs.Join();
    }

    private void Join(Control[] active)
    {
        var rowsAfter = 0;
        foreach (var part in parts.Reverse())
        {
            // In the request's order: sums of three and more depend on it.
            foreach (var control in active)
            {
                control.Run.AddTo(part.Skips, rowsAfter);
            }

            rowsAfter += part.Batch;
        }
    }

    private void Decode(CancellationToken cancellationToken)
    {
        using var runs = new DeviceRuns();
        foreach (var part in parts)
        {
            runs.Add(part.StartDecoder(cancellationToken));
        }

        runs.Join();
    }

    /// <summary>Repeats the latents over the whole input, each image followed by its further channels.</summary>
    private void Fill(Span<float> input, ReadOnlySpan<float> latents, ReadOnlySpan<float> extra)
    {
        var length = latents.Length / images;
        for (var (offset, image) = (0, 0); offset < input.Length; image = (image + 1) % images)
        {
            latents.Slice(image * length, length).CopyTo(input[offset..]);
            extra.CopyTo(input[(offset + length)..]);
            offset += length + extra.Length;
        }
    }
}

/// <summary>A ControlNet in a run.</summary>
/// <param name="Run">Bound to text rows of the prompt and, unless it acts on the prompt alone, of the negative prompt before.</param>
/// <param name="Group">What it was bound to.</param>
/// <param name="Window">When and how strongly it acts.</param>
/// <param name="ActsOnPromptAlone">Whether it sees nothing of the negative prompt.</param>
/// <param name="Fades">Whether finer residuals are weaker: guess mode.</param>
internal sealed record Control(ControlNetRun Run, ControlGroup Group, ControlWindow Window, bool ActsOnPromptAlone, bool Fades);
