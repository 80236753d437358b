using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Sampling;
using SwiftDiffusion.Diffusion.Tests.Onnx;

namespace SwiftDiffusion.Diffusion.Tests.Networks;

public sealed class LayersTests
{
    [Fact]
    public void GroupNorm_AnyPixels_HaveMean0AndVariance1InEachGroup()
    {
        var graph = new OnnxGraph("norm");
        graph.Output(graph.GroupNorm("norm", graph.Input("x", "batch", "4", "height", "width"), channels: 4, groups: 2, epsilon: 0), "y");
        var x = Noise(2 * 4 * 3 * 5).Select((value, i) => value * (1 + i / 30) + 7).ToArray();
        var groups = Run(graph, new MemoryTensors(1, ("norm.weight", [4]), ("norm.bias", [4])), [2, 4, 3, 5], [("x", x, [2, 4, 3, 5])]).Chunk(2 * 3 * 5);
        Assert.All(groups, group =>
        {
            Assert.Equal(1, group.Average(value => (double)value), 1e-5); // the offset of 1
            Assert.Equal(1, group.Average(value => (value - 1d) * (value - 1)), 1e-4);
        });
    }

    [Fact]
    public void LayerNorm_AnyRow_HasMean0AndVariance1()
    {
        var graph = new OnnxGraph("norm");
        graph.Output(graph.LayerNorm("norm", graph.Input("x", "rows", "64"), width: 64, epsilon: 0), "y");
        var row = Run(graph, new MemoryTensors(1, ("norm.weight", [64]), ("norm.bias", [64])), [1, 64], [("x", Noise(64), [1, 64])]);
        Assert.Equal(1, row.Average(value => (double)value), 1e-5);
        Assert.Equal(1, row.Average(value => (value - 1d) * (value - 1)), 1e-4);
    }

    [Theory]
    [InlineData(-3f)]
    [InlineData(0f)]
    [InlineData(1.5f)]
    public void Activations_Value_AreTheirFormulas(float value)
    {
        Assert.Equal(value / (1 + Math.Exp(-value)), Activate((graph, x) => graph.Silu("act", x), value), 1e-5);
        Assert.Equal(value / (1 + Math.Exp(-1.702 * value)), Activate((graph, x) => graph.QuickGelu("act", x), value), 1e-5);
        // x·Φ(x), with Φ by Simpson's rule from 0
        const int Pieces = 100;
        double Density(double u) => Math.Exp(-u * u / 2) / Math.Sqrt(2 * Math.PI);
        var width = value / Pieces;
        var phi = 0.5 + Enumerable.Range(0, Pieces).Sum(i => width / 6 * (Density(i * width) + 4 * Density((i + 0.5) * width) + Density((i + 1) * width)));
        Assert.Equal(value * phi, Activate((graph, x) => graph.Gelu("act", x), value), 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Attention_TwoHeads_IsTheFormula(bool causal)
    {
        const int Tokens = 5;
        const int Heads = 2;
        const int Width = 8;
        var graph = new OnnxGraph("attention");
        var (query, key, value) = (Noise(Tokens * Width, 1), Noise(Tokens * Width, 2), Noise(Tokens * Width, 3));
        var inputs = "qkv".Select(name => graph.Input($"{name}", "batch", "tokens", $"{Width}")).ToArray();
        graph.Output(graph.Attention("attn", inputs[0], inputs[1], inputs[2], Heads, causal), "y");
        long[] shape = [1, Tokens, Width];
        var actual = Run(graph, new MemoryTensors(0), shape, [("q", query, shape), ("k", key, shape), ("v", value, shape)]);
        for (var token = 0; token < Tokens; token++)
        {
            for (var channel = 0; channel < Width; channel++)
            {
                Assert.Equal(Attend(token, channel), actual[token * Width + channel], 1e-5);
            }
        }

        double Attend(int token, int channel)
        {
            const int Dim = Width / Heads;
            var head = channel / Dim * Dim;
            var seen = causal ? token + 1 : Tokens;
            var scores = Enumerable.Range(0, seen)
                .Select(other => Math.Exp(Enumerable.Range(head, Dim).Sum(c => query[token * Width + c] * key[other * Width + c]) / Math.Sqrt(Dim))).ToArray();
            return scores.Select((score, other) => score * value[other * Width + channel]).Sum() / scores.Sum();
        }
    }

    [Fact]
    public void ResizeNearestLike_OddSize_RepeatsAsTorchDoes()
    {
        var graph = new OnnxGraph("resize");
        graph.Output(graph.ResizeNearestLike("up", graph.Input("x", "batch", "1", "height", "width"), graph.Input("like", "batch", "1", "tall", "wide")), "y");
        var actual = Run(graph, new MemoryTensors(0), [1, 1, 1, 5], [("x", [1, 2, 3], [1, 1, 1, 3]), ("like", new float[5], [1, 1, 1, 5])]);
        Assert.Equal([1, 1, 2, 2, 3], actual); // ⌊i·3/5⌋
    }

    [Fact]
    public void TokensToPixels_OfPixelsToTokens_AreThePixels()
    {
        var graph = new OnnxGraph("tokens");
        var x = graph.Input("x", "batch", "3", "height", "width");
        graph.Output(graph.TokensToPixels("back", graph.PixelsToTokens("there", x), like: x), "y");
        var pixels = Noise(2 * 3 * 2 * 5);
        Assert.Equal(pixels, Run(graph, new MemoryTensors(0), [2, 3, 2, 5], [("x", pixels, [2, 3, 2, 5])]));
    }

    private static float Activate(Func<OnnxGraph, Value, Value> layer, float value)
    {
        var graph = new OnnxGraph("activation");
        graph.Output(layer(graph, graph.Input("x", "rows")), "y");
        return Run(graph, new MemoryTensors(0), [1], [("x", [value], [1])])[0];
    }

    private static float[] Noise(int count, uint seed = 0)
    {
        var noise = new float[count];
        new TorchRandom(seed).Fill(noise);
        return noise;
    }

    private static float[] Run(OnnxGraph graph, MemoryTensors tensors, long[] outputShape, (string Name, float[] Values, long[] Shape)[] inputs)
    {
        using var weights = new WeightStore(tensors);
        using var session = new NetworkSession(graph.Build(), weights, TestDevices.Host);
        using var y = new NativeTensor<float>(outputShape);
        using var binding = session.Bind().Output("y", y);
        var bound = inputs.Select(input => new NativeTensor<float>(input.Shape)).ToArray();
        try
        {
            foreach (var (input, tensor) in inputs.Zip(bound))
            {
                input.Values.CopyTo(tensor.Span);
                binding.Input(input.Name, tensor);
            }

            binding.Run(CancellationToken.None);
            return y.Span.ToArray();
        }
        finally
        {
            Array.ForEach(bound, tensor => tensor.Dispose());
        }
    }
}
