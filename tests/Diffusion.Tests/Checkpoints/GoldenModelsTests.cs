using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

/// <summary>Every model of the checkout opens, and holds exactly the tensors that the networks' graphs read.</summary>
public sealed class GoldenModelsTests
{
    public static TheoryData<string> Bases() => Find("unet");

    public static TheoryData<string> ControlNets() =>
        [.. Roots().Where(folder => File.Exists(Path.Combine(folder, "config.json")) && folder.Contains("controlnet", StringComparison.Ordinal)).Select(Relative)];

    [Theory]
    [MemberData(nameof(Bases))]
    public void Open_BaseModel_HasTheTensorsOfItsGraphs(string path)
    {
        using var checkpoint = Checkpoint.Open(Repository.PathOf(path));
        var unet = new UNet(checkpoint.UNet.Config);
        AssertSame(checkpoint.Vae.Tensors, [VaeDecoder.Build(checkpoint.Vae.Config), VaeEncoder.Build(checkpoint.Vae.Config)]);
        Assert.All(Weights([unet.BuildEncoder(), unet.BuildDecoder()]), weight => AssertHas(checkpoint.UNet.Tensors, weight));
        Assert.All(checkpoint.TextEncoders, encoder => Assert.All(
            Weights([ClipTextEncoder.Build(encoder.Name, encoder.Config, Pooled(encoder))]),
            weight => AssertHas(encoder.Tensors, weight)));
    }

    [Theory]
    [MemberData(nameof(ControlNets))]
    public void Open_ControlNet_HasTheTensorsOfItsGraphs(string path)
    {
        using var checkpoint = ControlNetCheckpoint.Open(Repository.PathOf(path));
        var network = new ControlNet(checkpoint.Config);
        Assert.All(Weights([network.BuildHint(), network.BuildBody()]), weight => AssertHas(checkpoint.Tensors, weight));
    }

    [Fact]
    public void Open_PostcardsVae_FromItsFolderAndFromTheFileAlone()
    {
        using var folder = VaeCheckpoint.Open(Repository.PathOf("models/postcards/base/vae"));
        Assert.NotEmpty(folder.Tensors.Tensors);
        using var file = VaeCheckpoint.Open(Repository.PathOf("models/postcards/base/vae/diffusion_pytorch_model.safetensors"), folder.Config);
        Assert.Equal(folder.Tensors.Tensors.Keys.Order(StringComparer.Ordinal), file.Tensors.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(folder.Config.BlockOutChannels, file.Config.BlockOutChannels);
        Assert.Equal(folder.Config.ScalingFactor, file.Config.ScalingFactor);
    }

    private static int Pooled(CheckpointPart<ClipTextConfig> encoder) =>
        encoder.Tensors.Tensors.TryGetValue("text_projection.weight", out var projection) ? (int)projection.Shape[0] : 0;

    private static IEnumerable<WeightSpec> Weights(IEnumerable<OnnxModel> models) => models.SelectMany(model => model.Weights);

    private static void AssertSame(ITensorSource tensors, IEnumerable<OnnxModel> models) =>
        Assert.Equal(Weights(models).Select(weight => weight.Name).Distinct().Order(StringComparer.Ordinal), tensors.Tensors.Keys.Order(StringComparer.Ordinal));

    private static void AssertHas(ITensorSource tensors, WeightSpec weight) => Assert.Equal(weight.Shape, tensors.Require(weight.Name).Shape);

    private static TheoryData<string> Find(string part) => [.. Roots().Where(folder => Directory.Exists(Path.Combine(folder, part))).Select(Relative)];

    private static IEnumerable<string> Roots() =>
    [
        .. Directory.EnumerateDirectories(Repository.PathOf("tests/goldens/models")),
        Repository.PathOf("models/postcards/base"),
        .. Directory.EnumerateDirectories(Repository.PathOf("models/postcards/controlnets")),
    ];

    private static string Relative(string folder) => Path.GetRelativePath(Repository.PathOf(""), folder);
}
