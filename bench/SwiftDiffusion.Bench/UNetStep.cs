using SwiftDiffusion.Bench.Measuring;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Bench;

/// <summary>Both halves of a UNet at a step's shapes: prompt and negative prompt side by side, 77 tokens each.</summary>
internal sealed class UNetStep : IDisposable
{
    private const int Batch = 2;
    private const int Tokens = 77;

    private readonly DisposableList owned = new();
    private readonly Checkpoint checkpoint;
    private readonly int side;
    private readonly Device device;
    private readonly DenoiserRun run;

    private UNetStep(Checkpoint checkpoint, int side, Device device)
    {
        (this.checkpoint, this.side, this.device) = (checkpoint, side, device);
        owned.Add(checkpoint);
        run = Bind(profile: null, owned);
    }

    /// <summary>Loads a model's UNet.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="size">Of the picture, in pixels.</param>
    /// <param name="device">Where it runs.</param>
    public static UNetStep Load(string folder, int size, Device device) => new(Checkpoint.Open(folder), size / 8, device);

    public void Run() => Run(run);

    /// <summary>Runs once under the profiler, in sessions of its own, since profiling slows them down.</summary>
    public NodeProfile Profile()
    {
        using var profiled = new DisposableList();
        var prefix = Path.Combine(Path.GetTempPath(), $"swiftdiffusion-{Environment.ProcessId}");
        var sessions = new List<NetworkSession>();
        var step = Bind(new Profiling(prefix, sessions), profiled);
        Run(step);
        Run(step);
        var profile = new NodeProfile();
        foreach (var session in sessions)
        {
            profile.Add(session.EndProfiling(), runs: 2);
        }

        return profile;
    }

    public void Dispose() => owned.Dispose();

    private static void Run(DenoiserRun step)
    {
        step.StartEncoder(0, CancellationToken.None).Join();
        step.StartDecoder(CancellationToken.None).Join();
    }

    private DenoiserRun Bind(Profiling? profile, DisposableList scope)
    {
        var (config, tensors) = (checkpoint.UNet.Config, checkpoint.UNet.Tensors);
        var denoiser = scope.Add(new Denoiser(config, scope.Add(new WeightStore(tensors)), device, profile?.Prefix));
        profile?.Sessions.AddRange([denoiser.Encoder, denoiser.Decoder]);
        using var text = new NativeTensor<float>(Batch, Tokens, checkpoint.TextEncoders.Sum(encoder => encoder.Config.HiddenSize));
        RandomValues.Fill(text.Span, seed: 1);
        var added = config.Trunk.TextTime is { } textTime ? Enumerable.Range(0, Batch).Select(_ => new float[textTime.InputDim]).ToArray() : null;
        using var features = TimeFeatures.Create(config.Trunk, [500], added);
        var step = scope.Add(new DenoiserRun(denoiser, text, features, calls: 1, side, side, CancellationToken.None));
        RandomValues.Fill(step.Sample, seed: 2);
        return step;
    }

    private sealed record Profiling(string Prefix, List<NetworkSession> Sessions);
}
