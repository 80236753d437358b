using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Tests.Onnx;

/// <summary>What LoRA patching stands on: a weight that is overwritten between two runs of one session changes the output, whatever the operator.</summary>
public sealed class LiveWeightsTests
{
    private static readonly MemoryTensors Ones = new(1, ("layer.weight", [4, 4]), ("layer.bias", [4]), ("conv.weight", [4, 4, 3, 3]), ("conv.bias", [4]), ("point.weight", [4, 4, 1, 1]), ("point.bias", [4]));

    [Fact]
    public void Run_MatMulWeightOverwritten_UsesNewWeight()
    {
        var graph = new OnnxGraph("matmul");
        graph.Output(graph.Linear("layer", graph.Input("x", "rows", "4"), 4, 4), "y");
        AssertLive(graph, [2, 4], "layer.weight", before: 5, after: 9);
    }

    [Fact]
    public void Run_ConvWeightOverwritten_UsesNewWeight()
    {
        var graph = new OnnxGraph("conv");
        graph.Output(graph.Conv("conv", graph.Input("x", "batch", "4", "height", "width"), 4, 4, padding: [0, 0, 0, 0]), "y");
        AssertLive(graph, [1, 4, 3, 3], "conv.weight", before: 37, after: 73);
    }

    [Fact]
    public void Run_PointwiseConvWeightOverwritten_UsesNewWeight()
    {
        var graph = new OnnxGraph("pointwise");
        graph.Output(graph.Conv("point", graph.Input("x", "batch", "4", "height", "width"), 4, 4, kernel: 1), "y");
        AssertLive(graph, [1, 4, 3, 3], "point.weight", before: 5, after: 9);
    }

    [Fact]
    public void Run_TwoSessionsOverOneStore_BothUseNewWeight()
    {
        using var weights = new WeightStore(Ones);
        var graphs = new[] { new OnnxGraph("first"), new OnnxGraph("second") };
        foreach (var graph in graphs)
        {
            graph.Output(graph.Linear("layer", graph.Input("x", "rows", "4"), 4, 4), "y");
        }

        using var first = new NetworkSession(graphs[0].Build(), weights, TestDevices.Host);
        using var second = new NetworkSession(graphs[1].Build(), weights, TestDevices.Host);
        weights.Values("layer.weight").Fill(2);
        Assert.Equal([9, 9], [Run(first, [1, 4])[0], Run(second, [1, 4])[0]]);
    }

    private static void AssertLive(OnnxGraph graph, long[] shape, string weight, float before, float after)
    {
        using var weights = new WeightStore(Ones);
        using var session = new NetworkSession(graph.Build(), weights, TestDevices.Host);
        Assert.All(Run(session, shape), value => Assert.Equal(before, value));
        weights.Values(weight).Fill(2);
        Assert.All(Run(session, shape), value => Assert.Equal(after, value));
        weights.Values(weight).Fill(1);
        Assert.All(Run(session, shape), value => Assert.Equal(before, value));
    }

    private static float[] Run(NetworkSession session, long[] shape)
    {
        using var x = new NativeTensor<float>(shape);
        // A 3x3 kernel over 3x3 pixels without padding leaves one pixel.
        using var y = new NativeTensor<float>(session.Name == "conv" ? [1, 4, 1, 1] : shape);
        x.Span.Fill(1);
        using var binding = session.Bind().Input("x", x).Output("y", y);
        binding.Run(CancellationToken.None);
        return y.Span.ToArray();
    }
}
