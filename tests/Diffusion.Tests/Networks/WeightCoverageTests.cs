using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Tests.Networks;

/// <summary>No tensor of a checkpoint is forgotten, none is asked for that it does not have, and each is fed to a node.</summary>
public sealed class WeightCoverageTests
{
    [Theory]
    [MemberData(nameof(TinyModels.UNets), MemberType = typeof(TinyModels))]
    public void UNet_Graphs_UseEveryWeight(string model)
    {
        using var weights = TinyModels.Weights($"{model}/unet");
        AssertAllUsed(weights, TinyModels.UNet(model));
    }

    [Theory]
    [MemberData(nameof(TinyModels.ControlNets), MemberType = typeof(TinyModels))]
    public void ControlNet_Graphs_UseEveryWeight(string model)
    {
        using var weights = TinyModels.Weights(model);
        AssertAllUsed(weights, TinyModels.ControlNet(model));
    }

    [Theory]
    [MemberData(nameof(TinyModels.UNets), MemberType = typeof(TinyModels))]
    public void Vae_Graphs_UseEveryWeight(string model)
    {
        using var weights = TinyModels.Weights($"{model}/vae");
        AssertAllUsed(weights, TinyModels.Vae(model));
    }

    // The vocabulary is looked up outside the graph.
    [Theory]
    [MemberData(nameof(TinyModels.TextEncoders), MemberType = typeof(TinyModels))]
    public void TextEncoder_Graph_UsesEveryWeight(string folder)
    {
        using var weights = TinyModels.Weights(folder);
        AssertAllUsed(weights, [TinyModels.TextEncoder(folder, weights)], ClipTextEncoder.Vocabulary);
    }

    private static void AssertAllUsed(SafetensorsFile checkpoint, IReadOnlyList<OnnxModel> graphs, params string[] elsewhere)
    {
        var declared = graphs.SelectMany(graph => graph.Weights).Select(weight => weight.Name);
        Assert.Equal(checkpoint.Tensors.Keys.Order(StringComparer.Ordinal), declared.Concat(elsewhere).Distinct().Order(StringComparer.Ordinal));
        foreach (var graph in graphs)
        {
            var fed = new Onnx.OnnxReader(graph).Nodes.SelectMany(node => node.Inputs).ToHashSet();
            Assert.All(graph.Weights, weight => Assert.Contains(weight.Name, fed));
            Assert.All(graph.Weights, weight => Assert.Equal(checkpoint.Tensors[weight.Name].Shape, weight.Shape));
        }
    }
}
