using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Networks;

public sealed class UNetTests
{
    private static readonly double[] Timesteps = [951, 401, 1];

    /// <summary>One session, whatever size and number of images come.</summary>
    [Theory]
    [MemberData(nameof(TinyModels.UNets), MemberType = typeof(TinyModels))]
    public void Run_SeveralSizesAndBatches_GivesWhatEachImageGivesAlone(string model)
    {
        using var weights = TinyModels.Weights($"{model}/unet");
        using var store = new WeightStore(weights);
        using var denoiser = new Denoiser(TinyModels.ConfigOf(model), store, TestDevices.Host);
        foreach (var (height, width, tokens) in new[] { (8, 8, 77), (16, 8, 77), (9, 13, 154), (8, 8, 3) })
        {
            var images = Timesteps.Select((t, i) => Image.Random(denoiser.Config, (uint)i, t, height, width, tokens)).ToArray();
            var together = Predict(denoiser, images, height, width);
            var alone = images.SelectMany(image => Predict(denoiser, [image], height, width)).ToArray();
            AssertClose(alone, together, $"{height}x{width}, {tokens} tokens");
        }
    }

    /// <summary>The cut after the middle changes nothing: both halves in one graph give the same.</summary>
    [Theory]
    [MemberData(nameof(TinyModels.UNets), MemberType = typeof(TinyModels))]
    public void Run_Halves_GiveWhatOneGraphGives(string model)
    {
        const int Height = 9;
        const int Width = 12;
        using var weights = TinyModels.Weights($"{model}/unet");
        using var store = new WeightStore(weights);
        using var denoiser = new Denoiser(TinyModels.ConfigOf(model), store, TestDevices.Host);
        using var whole = new NetworkSession(Whole(denoiser.Config), denoiser.Weights, TestDevices.Host);
        var image = Image.Random(denoiser.Config, 5, 601, Height, Width, tokens: 77);

        using var text = Text([image]);
        using var features = Features(denoiser.Config, [image]);
        using var conditions = denoiser.Conditioner.Compute(text, features, calls: 1, CancellationToken.None);
        using var sample = new NativeTensor<float>(1, denoiser.Config.Trunk.InChannels, Height, Width);
        using var prediction = new NativeTensor<float>(1, denoiser.Config.OutChannels, Height, Width);
        using var binding = whole.Bind().Input(UNet.Sample, sample).Output(UNet.Prediction, prediction);
        conditions.Bind(binding, denoiser.Network.CrossAttentions);
        conditions.Select(0);
        image.Sample.CopyTo(sample.Span);
        binding.Run(CancellationToken.None);

        AssertClose(prediction.Span.ToArray(), Predict(denoiser, [image], Height, Width), "halves");
    }

    private static OnnxModel Whole(UNetConfig config)
    {
        var (graph, trunk) = (new OnnxGraph("unet"), new UNetTrunk(config.Trunk));
        var x = graph.Input(UNet.Sample, "batch", $"{config.Trunk.InChannels}", "height", "width");
        var time = graph.Input(UNet.Time, "time_rows", $"{config.Trunk.TimeEmbedDim}");
        (var skips, x) = trunk.Write(graph, graph.Conv("conv_in", x, config.Trunk.InChannels, config.Trunk.ModelChannels), time);
        var left = new Stack<Value>(skips);
        foreach (var block in config.UpBlocks)
        {
            x = new UNetUpBlock(block, new UNetBlocks(config.Trunk)).Write(graph, x, time, left);
        }

        Assert.Empty(left);
        x = graph.GroupNorm("conv_norm_out", x, config.Trunk.ModelChannels, config.Trunk.NormGroups, (float)config.Trunk.NormEps);
        graph.Output(graph.Conv("conv_out", graph.Silu("conv_act", x), config.Trunk.ModelChannels, config.OutChannels), UNet.Prediction);
        return graph.Build();
    }

    private static float[] Predict(Denoiser denoiser, IReadOnlyList<Image> images, int height, int width)
    {
        using var text = Text(images);
        using var features = Features(denoiser.Config, images);
        using var run = new DenoiserRun(denoiser, text, features, calls: 1, height, width, CancellationToken.None);
        images.SelectMany(image => image.Sample).ToArray().CopyTo(run.Sample);
        run.StartEncoder(0, CancellationToken.None).Join();
        run.StartDecoder(CancellationToken.None).Join();
        return run.Prediction.ToArray();
    }

    private static NativeTensor<float> Text(IReadOnlyList<Image> images)
    {
        var width = images[0].TextWidth;
        var text = new NativeTensor<float>(images.Count, images[0].Text.Length / width, width);
        images.SelectMany(image => image.Text).ToArray().CopyTo(text.Span);
        return text;
    }

    private static TimeFeatures Features(UNetConfig config, IReadOnlyList<Image> images) => TimeFeatures.ForOneCall(
        config.Trunk, [.. images.Select(image => image.Timestep)], config.Trunk.TextTime is null ? null : [.. images.Select(image => image.Added)]);

    private static void AssertClose(float[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        var bar = 1e-5 * expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= bar, $"{what}: {pair.First} and {pair.Second}"));
    }

    /// <summary>What one image of a batch is made from.</summary>
    private sealed record Image(double Timestep, float[] Sample, float[] Text, int TextWidth, float[] Added)
    {
        public static Image Random(UNetConfig config, uint seed, double timestep, int height, int width, int tokens)
        {
            var noise = new TorchRandom(seed);
            var textWidth = new UNet(config).CrossAttentions.First().ContextWidth;
            return new Image(
                timestep,
                Draw(noise, config.Trunk.InChannels * height * width),
                Draw(noise, tokens * textWidth),
                textWidth,
                Draw(noise, config.Trunk.TextTime?.InputDim ?? 0));
        }

        private static float[] Draw(TorchRandom noise, int count)
        {
            var drawn = new float[count];
            noise.Fill(drawn);
            return drawn;
        }
    }
}
