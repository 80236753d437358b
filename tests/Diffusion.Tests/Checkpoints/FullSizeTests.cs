using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Checkpoints.Derived;
using SwiftDiffusion.Diffusion.Checkpoints.Layouts;
using SwiftDiffusion.Diffusion.Checkpoints.Naming;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

/// <summary>Names, shapes and structures of the published models at full size, without their weights.</summary>
public sealed class FullSizeTests
{
    [Theory]
    [InlineData("sd15", 686, 859_520_964)]
    [InlineData("sd21", 686, 865_910_724)]
    [InlineData("sdxl", 1680, 2_567_463_684)]
    public void UNetLayout_PublishedModel_HasItsTensorsAndParameters(string family, int tensors, long parameters) =>
        AssertCounts(UNetLayout.Of(PublishedModels.UNet(family)), tensors, parameters);

    [Theory]
    [InlineData("sd15", 340, 361_279_120)]
    [InlineData("sd21", 340, 364_228_240)]
    [InlineData("sdxl", 844, 1_251_014_160)]
    public void ControlNetLayout_PublishedModel_HasItsTensorsAndParameters(string family, int tensors, long parameters) =>
        AssertCounts(ControlNetLayout.Of(PublishedModels.ControlNet(family)), tensors, parameters);

    [Fact]
    public void VaeLayout_PublishedModel_HasItsTensorsAndParameters() => AssertCounts(VaeLayout.Of(PublishedModels.Vae("sd15")), 248, 83_653_863);

    [Fact]
    public void ClipTextLayout_ClipL_HasItsTensorsAndParameters() => AssertCounts(PublishedModels.Layout(PublishedModels.Encoders("sd15")[0]), 196, 123_060_480);

    [Theory]
    [InlineData("sd15")]
    [InlineData("sd21")]
    [InlineData("sdxl")]
    public void UNetNames_OriginalOnes_MapOneToOneOntoDiffusers(string family)
    {
        var config = PublishedModels.UNet(family);
        AssertBijection(UNetLayout.Of(config), name => OriginalNames.Trunk(name, block => config.UpBlocks[block].HasAttention), OriginalUNetNames.Map);
    }

    [Theory]
    [InlineData("sd15")]
    [InlineData("sd21")]
    [InlineData("sdxl")]
    public void ControlNetNames_OriginalOnes_MapOneToOneOntoDiffusers(string family) =>
        AssertBijection(ControlNetLayout.Of(PublishedModels.ControlNet(family)), name => OriginalNames.Trunk(name, _ => false), OriginalControlNetNames.Map);

    [Fact]
    public void VaeNames_OriginalOnes_MapOneToOneOntoDiffusers() =>
        AssertBijection(VaeLayout.Of(PublishedModels.Vae("sd15")), OriginalNames.Vae, OriginalVaeNames.Map);

    [Theory]
    [InlineData("sd15")]
    [InlineData("sd21")]
    [InlineData("sdxl")]
    public void Derive_PublishedUNet_GivesItsConfiguration(string family)
    {
        var config = PublishedModels.UNet(family);
        var derived = UNetDerivation.Derive(new DescribedTensors(UNetLayout.Of(config)), pooledWidth: 1280, config.SampleSize!.Value);
        AssertSame(config, UNetConfig.Parse(JsonSerializer.SerializeToElement(derived), family));
    }

    [Theory]
    [InlineData("\"layers_per_block\": 2", "\"layers_per_block\": 1")]
    [InlineData("\"layers_per_block\": 2", "\"layers_per_block\": [1, 2, 3]")]
    [InlineData(
        "\"transformer_layers_per_block\": [1, 2, 10]",
        "\"transformer_layers_per_block\": [1, 2, [4, 3]], \"reverse_transformer_layers_per_block\": [[4, 4, 10], [2, 1, 1], 1]")]
    [InlineData("\"in_channels\": 4", "\"in_channels\": 9")]
    [InlineData("\"in_channels\": 4", "\"time_cond_proj_dim\": 256, \"in_channels\": 4")]
    [InlineData("\"in_channels\": 4", "\"mid_block_type\": \"UNetMidBlock2D\", \"in_channels\": 4")]
    [InlineData("\"in_channels\": 4", "\"mid_block_type\": null, \"in_channels\": 4")]
    public void Derive_DistilledAndInpaintingUNets_GivesTheirConfiguration(string from, string to)
    {
        var config = PublishedModels.UNet("sdxl", from, to);
        var derived = UNetDerivation.Derive(new DescribedTensors(UNetLayout.Of(config)), pooledWidth: 1280, config.SampleSize!.Value);
        AssertSame(config, UNetConfig.Parse(JsonSerializer.SerializeToElement(derived), "sdxl"));
    }

    [Theory]
    [InlineData("sd15", "")]
    [InlineData("sd21", "")]
    [InlineData("sdxl", "")]
    [InlineData("sdxl", "\"num_control_type\": 8, ")]
    [InlineData("sd15", "\"mid_block_type\": \"UNetMidBlock2D\", ")]
    [InlineData("sd15", "\"conditioning_embedding_out_channels\": [8, 16, 24], ")]
    public void Derive_PublishedControlNet_GivesItsConfiguration(string family, string extra)
    {
        var config = PublishedModels.ControlNet(family, extra);
        var derived = ControlNetDerivation.Derive(new DescribedTensors(ControlNetLayout.Of(config)));

        // SD 2's is the only setting that no tensor tells.
        var expected = config with { Trunk = config.Trunk with { UpcastAttention = false } };
        AssertSame(expected, ControlNetConfig.Parse(JsonSerializer.SerializeToElement(derived), family));
    }

    [Theory]
    [InlineData("sd15", ModelFamily.StableDiffusion1)]
    [InlineData("sd21", ModelFamily.StableDiffusion2)]
    [InlineData("sdxl", ModelFamily.StableDiffusionXL)]
    public void Open_PublishedModelInOneFile_HasItsConfigurationsAndTokenizers(string family, ModelFamily expected)
    {
        using var folder = new TemporaryFolder();
        var path = folder.PathOf($"{family}.safetensors");
        SafetensorsBytes.WriteHollow(path, new Dictionary<string, string> { ["modelspec.prediction_type"] = family == "sd21" ? "v" : "epsilon" }, SingleFileOf(family));
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(expected, checkpoint.Family);
        AssertSame(PublishedModels.UNet(family), checkpoint.UNet.Config);
        AssertSame(PublishedModels.Vae(family), checkpoint.Vae.Config);
        Assert.Equal(family == "sd21" ? "v_prediction" : "epsilon", checkpoint.SchedulerConfig.GetProperty("prediction_type").GetString());
        Assert.Equal(family == "sdxl", checkpoint.ForceZerosForEmptyPrompt);
        Assert.Equal(
            PublishedModels.Encoders(family).Select(encoder => encoder.PadTokenId), checkpoint.TextEncoders.Select(encoder => encoder.OpenTokenizer().PadId));
        foreach (var (encoder, actual) in PublishedModels.Encoders(family).Zip(checkpoint.TextEncoders))
        {
            AssertSame(encoder, actual.Config);
        }
    }

    private static IEnumerable<NeededTensor> SingleFileOf(string family)
    {
        var unet = PublishedModels.UNet(family);
        var encoders = PublishedModels.Encoders(family);
        return
        [
            .. UNetLayout.Of(unet).Select(tensor => tensor with { Name = "model.diffusion_model." + OriginalNames.Trunk(tensor.Name, block => unet.UpBlocks[block].HasAttention) }),
            .. VaeLayout.Of(PublishedModels.Vae(family)).Select(tensor => tensor with { Name = "first_stage_model." + OriginalNames.Vae(tensor.Name) }),
            .. family switch
            {
                "sd15" => Named("cond_stage_model.transformer.", PublishedModels.Layout(encoders[0])),
                "sd21" => Named("cond_stage_model.model.", OriginalNames.OpenClip(ClipTextLayout.Of(encoders[0] with { Layers = 24 }, projection: 1024))),
                _ =>
                [
                    .. Named("conditioner.embedders.0.transformer.", PublishedModels.Layout(encoders[0])),
                    .. Named("conditioner.embedders.1.model.", OriginalNames.OpenClip(PublishedModels.Layout(encoders[1]))),
                ],
            },
        ];
    }

    private static IEnumerable<NeededTensor> Named(string prefix, IEnumerable<NeededTensor> tensors) => tensors.Select(tensor => tensor with { Name = prefix + tensor.Name });

    private static void AssertCounts(IReadOnlyList<NeededTensor> layout, int tensors, long parameters)
    {
        Assert.Equal(tensors, layout.Count);
        Assert.Equal(tensors, layout.Select(tensor => tensor.Name).Distinct().Count());
        Assert.Equal(parameters, layout.Sum(tensor => tensor.Shape.Aggregate(1L, (product, length) => product * length)));
    }

    private static void AssertBijection(IReadOnlyList<NeededTensor> layout, Func<string, string> toOriginal, Func<ModuleSet, ModuleMap> read)
    {
        var original = layout.ToDictionary(tensor => toOriginal(tensor.Name), tensor => tensor.Name);
        Assert.Equal(layout.Count, original.Count);
        var view = ModuleMap.View(new DescribedTensors(layout.Select(tensor => tensor with { Name = toOriginal(tensor.Name) })), "", read);
        Assert.Empty(view.Unplaced);
        Assert.Equal(layout.Count, view.Tensors.Count);
        Assert.All(original, pair => Assert.Equal(pair.Key, view.OriginalName(pair.Value)));
    }

    private static void AssertSame<T>(T expected, T actual) => Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));

    private sealed class DescribedTensors(IEnumerable<NeededTensor> layout) : ITensorSource
    {
        public string Path => "described";

        public IReadOnlyDictionary<string, TensorInfo> Tensors { get; } =
            layout.ToDictionary(tensor => tensor.Name, tensor => new TensorInfo(tensor.Name, ElementType.F16, tensor.Shape));

        public void ReadFloats(string name, Span<float> destination) => destination.Clear();
    }
}
