using SwiftDiffusion.Bench.Measuring;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Bench;

/// <summary>A step under guidance, UNet and ControlNets on devices of the caller's choice: 77 tokens of prompt and of negative prompt.</summary>
internal sealed class GuidedStep : IDisposable
{
    private const int Tokens = 77;
    private const int Prompts = 2;
    private const int Channels = 4;

    private readonly DisposableList owned = new();
    private readonly int side;
    private readonly GuidedDenoiser denoiser;
    private readonly float[] latents;
    private readonly float[] prediction;

    /// <summary>Binds everything.</summary>
    /// <param name="unet">The UNet on one device for both prompts, or on one for each.</param>
    /// <param name="nets">ControlNets; borrowed.</param>
    /// <param name="textWidth">Of the model's text embeddings.</param>
    /// <param name="size">Of the picture, in pixels.</param>
    public GuidedStep(IReadOnlyList<Denoiser> unet, IReadOnlyList<ControlNetModel> nets, int textWidth, int size)
    {
        side = size / 8;
        (latents, prediction) = (new float[Channels * side * side], new float[Channels * side * side]);
        RandomValues.Fill(latents, seed: 2);
        DenoiserRun[] parts = [.. unet.Select(part => Bind(part, textWidth, Prompts / unet.Count))];
        var picture = new Picture(size, size, new byte[3 * size * size]);
        denoiser = new GuidedDenoiser(parts, [.. nets.Select(net => Bind(net, new ControlNetUse("random", picture), textWidth))], new Guidance(7.5, 0), images: 1, calls: 1);
    }

    public void Run() => denoiser.Predict(0, latents, [], prediction, CancellationToken.None);

    public void Dispose() => owned.Dispose();

    private static NativeTensor<float> Text(int rows, int width)
    {
        var text = new NativeTensor<float>(rows, Tokens, width);
        RandomValues.Fill(text.Span, seed: 1);
        return text;
    }

    private static TimeFeatures Features(TrunkConfig trunk, int rows) =>
        TimeFeatures.Create(trunk, [500], trunk.TextTime is { } textTime ? [.. Enumerable.Range(0, rows).Select(_ => new float[textTime.InputDim])] : null);

    private DenoiserRun Bind(Denoiser unet, int textWidth, int rows)
    {
        using var text = Text(rows, textWidth);
        using var features = Features(unet.Config.Trunk, rows);
        return owned.Add(new DenoiserRun(unet, text, features, calls: 1, side, side, CancellationToken.None));
    }

    private Control Bind(ControlNetModel net, ControlNetUse use, int textWidth)
    {
        var group = new ControlGroup(net, [use]);
        using var text = Text(Prompts, textWidth);
        using var features = Features(net.Config.Trunk, Prompts);
        using var pictures = new DisposableList();
        var run = owned.Add(new ControlNetRun(net, text, features, calls: 1, [.. group.Pictures(Prompts).Select(pictures.Add)], side, side, CancellationToken.None));
        return new Control(run, group, new ControlWindow(group.Scale, use.Start, use.End), ActsOnPromptAlone: false, Fades: false);
    }
}
