using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Tests.Adapters;

namespace SwiftDiffusion.Diffusion.Tests.Networks;

/// <summary>There is no golden of a union ControlNet: its parts are compared with their formulas, its trunk is the one that has goldens.</summary>
public sealed class UnionControlNetTests : IDisposable
{
    private const int Batch = 2;

    private readonly UnionControlNet union = new();
    private readonly ControlNetCheckpoint checkpoint;
    private readonly WeightStore weights;

    public UnionControlNetTests()
    {
        checkpoint = ControlNetCheckpoint.Open(union.Path);
        weights = new WeightStore(checkpoint.Tensors);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        weights.Dispose();
        checkpoint.Dispose();
        union.Dispose();
    }

    [Fact]
    public void Hint_OfOnePicture_IsTheFormula() => AssertHint(("a", 3, 0.7));

    [Fact]
    public void Hint_OfPicturesOfSeveralKinds_WeighsThemBeforeTheyJoin() => AssertHint(("a", 0, 0.7), ("b", 3, -0.4), ("c", 5, 1));

    [Fact]
    public void TimeEmbedding_OfTwoKinds_IsTheFormula()
    {
        var (trunk, reference) = (union.Config.Trunk, Reference());
        using var model = Model(plain: false);
        float[] added = Numbers.Of("added", trunk.TextTime!.InputDim);
        using var features = TimeFeatures.Create(trunk, [801], [added], kinds: UnionKinds.Features(union.Config, [1, 4]));
        using var text = new NativeTensor<float>(1, 7, 72);
        using var conditions = model.Conditioner.Compute(text, features, 1, Cancellation);
        // Timesteps(8, flip_sin_to_cos=True, downscale_freq_shift=0) of 1 or 0 for each of six kinds.
        double[] kinds = [.. Enumerable.Range(0, 6 * 8).Select(i => Feature(i / 8 is 1 or 4 ? 1 : 0, i % 8))];
        double[] sum =
        [
            .. Mlp("time_embedding", [.. features.Time.Span.ToArray().Select(value => (double)value)])
                .Zip(Mlp("add_embedding", [.. added.Select(value => (double)value)]), Mlp("control_add_embedding", kinds)).Select(parts => Silu(parts.First + parts.Second + parts.Third)),
        ];
        Assert.Equal(sum.Select(value => (float)value), conditions.TimeOfAllCalls.Span.ToArray(), (want, got) => Math.Abs(want - got) < 1e-4);

        double Feature(int given, int i) => i < 4 ? Math.Cos(given * Math.Pow(10000, -i / 4.0)) : Math.Sin(given * Math.Pow(10000, -(i - 4) / 4.0));

        double[] Mlp(string module, double[] x) => reference.Linear($"{module}.linear_2", [.. reference.Linear($"{module}.linear_1", x).Select(Silu)]);
    }

    private static double Silu(double x) => x / (1 + Math.Exp(-x));

    private void AssertHint(params (string Name, int Kind, double Scale)[] pictures)
    {
        using var model = Model(plain: false);
        using var plain = Model(plain: true);
        var actual = new float[Batch * 16 * 4 * 4];
        foreach (var (name, kind, scale) in pictures)
        {
            var hint = Hint(model, name, (kind, pictures.Length > 1 ? scale : 1));
            actual = [.. actual.Zip(hint, (a, b) => a + b)];
        }

        double[][] latents = [[.. Numbers.Of("row 0", 16).Select(value => (double)value)], [.. Numbers.Of("row 1", 16).Select(value => (double)value)]];
        var expected = Reference().Hint([.. pictures.Select(picture => (Hint(plain, picture.Name, null), picture.Kind, picture.Scale))], latents);
        var most = expected.Max(Math.Abs);
        Assert.Equal(expected.Select(value => (float)value), actual, (want, got) => Math.Abs(want - got) < 1e-4 * most);
    }

    private UnionReference Reference() => new(union.Weights, channels: 16, heads: 4, layers: 2);

    private ControlNetModel Model(bool plain) => new(plain ? union.Config with { Union = null } : union.Config, weights, TestDevices.Host);

    /// <summary>A picture's embedding, the same picture in every row.</summary>
    private static float[] Hint(ControlNetModel model, string name, (int Kind, double Share)? condition)
    {
        using var picture = new NativeTensor<float>(Batch, 3, 32, 32);
        using var hint = new NativeTensor<float>(Batch, 16, 4, 4);
        using var kind = new NativeTensor<float>(1, 6);
        using var share = new NativeTensor<float>(1);
        using var binding = model.Hint.Bind().Input(ControlNet.Picture, picture).Output(ControlNet.Hint, hint);
        Numbers.Fill(name, picture.Span[..(3 * 32 * 32)]);
        picture.Span[..(3 * 32 * 32)].CopyTo(picture.Span[(3 * 32 * 32)..]);
        kind.Span.Clear();
        if (condition is var (index, weight))
        {
            (kind.Span[index], share.Span[0]) = (1, (float)weight);
            binding.Input(UnionCondition.Kind, kind).Input(UnionCondition.Share, share);
        }

        binding.Run(Cancellation);
        return hint.Span.ToArray();
    }
}
