using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Tests.Onnx;


public sealed class OnnxGraphTests
{
    [Fact]
    public void Build_Graph_ListsInputsWeightsAndOutputs()
    {
        var model = Sum().Build();
        Assert.Equal(["x"], model.Inputs);
        Assert.Equal(["y"], model.Outputs);
        Assert.Equal(["layer.bias"], model.Weights.Select(weight => weight.Name));
        var read = new OnnxReader(model);
        Assert.Equal(["x", "layer.bias"], read.Inputs);
        Assert.Equal(["y"], read.Outputs);
    }

    [Fact]
    public void Build_Model_NamesVersionsAndGraph()
    {
        var fields = OnnxReader.Fields(Sum().Build().Bytes);
        Assert.Equal(10, fields.Single(field => field.Number == 1).Integer);
        Assert.Equal([20, 1], fields.Where(field => field.Number == 8).Select(field => OnnxReader.Fields(field.Bytes).Single(version => version.Number == 2).Integer));
    }

    [Fact]
    public void Node_SameModuleAndOperation_GetsANumber()
    {
        var graph = new OnnxGraph("twice");
        var x = graph.Input("x", "rows");
        x = graph.Node("act", "Relu", [x]);
        x = graph.Node("act", "Relu", [x]);
        graph.Output(graph.Node("act", "Neg", [x]), "y");
        Assert.Equal(["act/Relu", "act/Relu#2", "act/Neg", "y"], new OnnxReader(graph.Build()).Nodes.Select(node => node.Name));
    }

    [Fact]
    public void Nodes_SeveralOutputs_AreNumbered()
    {
        var graph = new OnnxGraph("split");
        var parts = graph.Nodes("halves", "", "Split", [graph.Input("x", "4")], 2, ("num_outputs", 2));
        Assert.Equal(["halves/Split:0", "halves/Split:1"], parts.Select(part => part.Name));
    }

    [Fact]
    public void Weight_UsedTwice_IsDeclaredOnce()
    {
        var graph = new OnnxGraph("shared");
        graph.Weight("w", [2]);
        graph.Output(graph.Node("sum", "Add", [graph.Weight("w", [2]), graph.Input("x", "2")]), "y");
        Assert.Single(new OnnxReader(graph.Build()).Inputs, "w");
    }

    [Fact]
    public void Constant_Values_ComeOutOfARun()
    {
        var graph = new OnnxGraph("constants");
        var x = graph.Input("x", "3");
        var scaled = graph.Node("scale", "Mul", [x, graph.Constant(0.5f, -1f, 3f)]);
        graph.Output(graph.Node("column", "Reshape", [scaled, graph.Constant(3L, -1L)]), "y");
        Assert.Equal([0.5f, -2, 9], Run(graph.Build(), [1, 2, 3], [3, 1]));
    }

    // A negative axis is ten bytes on the wire; a long module path has a length of two.
    [Fact]
    public void Attribute_NegativeAndLongName_AreUnderstood()
    {
        var graph = new OnnxGraph("negative");
        var module = string.Join('.', Enumerable.Repeat("block", 60));
        graph.Output(graph.Node(module, "Softmax", [graph.Input("x", "3")], ("axis", -1)), "y");
        Assert.Equal($"{module}/Softmax", new OnnxReader(graph.Build()).Nodes[0].Name);
        Assert.Equal(1, Run(graph.Build(), [1, 2, 3], [3]).Sum(), 6);
    }

    [Fact]
    public void Attribute_OfAnotherType_NamesItAndWhatIsAllowed()
    {
        var error = Assert.Throws<ArgumentException>(() => new OnnxAttribute("axis", 1.5m).ToProtobuf());
        Assert.Equal("Attribute 'axis' has a value of type Decimal; allowed are long, float, string and long[].", error.Message);
    }

    [Fact]
    public void Attribute_EachType_HasItsCode()
    {
        static long Code(OnnxAttribute attribute) => OnnxReader.Fields(attribute.ToProtobuf().ToArray()).Single(field => field.Number == 20).Integer;
        Assert.Equal([1, 2, 3, 7], new[] { Code(("f", 1f)), Code(("i", 1L)), Code(("s", "text")), Code(("l", new[] { -1L, 0, 1 })) });
    }

    private static OnnxGraph Sum()
    {
        var graph = new OnnxGraph("sum");
        graph.Output(graph.Node("layer", "Add", [graph.Input("x", "rows", "4"), graph.Weight("layer.bias", [4])]), "y");
        return graph;
    }

    private static float[] Run(OnnxModel model, float[] input, long[] outputShape)
    {
        using var weights = new WeightStore(new MemoryTensors(0));
        using var session = new NetworkSession(model, weights, TestDevices.Host);
        using var x = new NativeTensor<float>(input.Length);
        using var y = new NativeTensor<float>(outputShape);
        input.CopyTo(x.Span);
        using var binding = session.Bind().Input("x", x).Output("y", y);
        binding.Run(CancellationToken.None);
        return y.Span.ToArray();
    }
}
