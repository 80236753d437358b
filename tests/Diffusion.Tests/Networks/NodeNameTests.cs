using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Tests.Networks;

/// <summary>A profile or an error of ONNX Runtime names nodes; they must say which module of the model is meant.</summary>
public sealed class NodeNameTests
{
    [Theory]
    [MemberData(nameof(TinyModels.UNets), MemberType = typeof(TinyModels))]
    public void UNet_Nodes_AreNamedByModule(string model) => Assert.All(TinyModels.UNet(model), AssertNamed);

    [Theory]
    [MemberData(nameof(TinyModels.ControlNets), MemberType = typeof(TinyModels))]
    public void ControlNet_Nodes_AreNamedByModule(string model) => Assert.All(TinyModels.ControlNet(model), AssertNamed);

    [Fact]
    public void Vae_Nodes_AreNamedByModule() => Assert.All(TinyModels.Vae("sd15-tiny"), AssertNamed);

    [Theory]
    [MemberData(nameof(TinyModels.TextEncoders), MemberType = typeof(TinyModels))]
    public void TextEncoder_Nodes_AreNamedByModule(string folder)
    {
        using var weights = TinyModels.Weights(folder);
        AssertNamed(TinyModels.TextEncoder(folder, weights));
    }

    // A node that takes a weight `module.weight` or `module.bias` begins with `module`; every name is its module's path, the operator, and a number where both repeat.
    private static void AssertNamed(OnnxModel model)
    {
        var read = new Onnx.OnnxReader(model);
        Assert.Equal(read.Nodes.Count, read.Nodes.Select(node => node.Name).Distinct().Count());
        var weights = model.Weights.Select(weight => weight.Name).ToHashSet();
        foreach (var node in read.Nodes.Where(node => !model.Outputs.Contains(node.Name)))
        {
            Assert.Matches($"^[a-z_0-9.]+/{node.Operation}(#[0-9]+)?$", node.Name);
            Assert.All(node.Inputs.Where(weights.Contains), weight => Assert.StartsWith(weight[..weight.LastIndexOf('.')], node.Name, StringComparison.Ordinal));
        }
    }
}
