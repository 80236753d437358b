namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>One prediction per call for each image: UNet and ControlNets over the prompt and, with guidance, over the negative prompt too.</summary>
/// <param name="run">The UNet, bound to text rows of the negative prompt first, then of the prompt; or of the prompt alone.</param>
/// <param name="controls">The ControlNets of the run.</param>
/// <param name="guidance">Null where the prompt alone decides.</param>
/// <param name="images">How many are painted at once.</param>
/// <param name="calls">How many calls there will be.</param>
internal sealed class GuidedDenoiser(DenoiserRun run, IReadOnlyList<Control> controls, Guidance? guidance, int images, int calls)
{
    /// <summary>Predicts noise, velocity or sample, whatever the model was trained for.</summary>
    /// <param name="call">Counted from 0.</param>
    /// <param name="latents"><c>[images, latent channels, height, width]</c>, scaled as the sampler asks.</param>
    /// <param name="extra">Further channels of the UNet's input that follow the latents, <c>[channels, height, width]</c>: see <see cref="Canvas.ExtraChannels"/>.</param>
    /// <param name="prediction">Receives a tensor of the same shape.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public void Predict(int call, ReadOnlySpan<float> latents, ReadOnlySpan<float> extra, Span<float> prediction, CancellationToken cancellationToken)
    {
        Fill(run.Sample, latents, extra);
        var active = controls.Where(control => control.Window.Includes(call, calls)).ToArray();
        foreach (var control in active)
        {
            Fill(control.Run.Sample, latents, []);
            control.Run.SetStrength(control.Window.Scale, control.Fades);
            control.Run.Run(call, cancellationToken);
        }

        run.Encode(call, cancellationToken);
        foreach (var control in active)
        {
            control.Run.AddTo(run.Skips);
        }

        run.Decode(cancellationToken);
        if (guidance is null)
        {
            run.Prediction.CopyTo(prediction);
        }
        else
        {
            guidance.Combine(run.Prediction[..prediction.Length], run.Prediction[prediction.Length..], images, prediction);
        }
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
