using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

/// <summary>ControlNets and VAEs in one file, in either naming.</summary>
public sealed class AdaptersTests : IDisposable
{
    private const string ControlNet = "tests/goldens/models/sd15-tiny-controlnet-0", Weights = "diffusion_pytorch_model.safetensors";

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("control_model.")]
    [InlineData("")]
    public void OpenControlNet_OriginalNaming_IsTheSame(string prefix)
    {
        var path = folder.Copy($"{ControlNet}/{Weights}", "original.safetensors");
        SafetensorsBytes.Rewrite(path, (tensor, data) => (prefix + OriginalNames.Trunk(tensor.Name, _ => false), [.. tensor.Shape], data));
        AssertSame(path, expectConfiguration: false);
    }

    [Fact]
    public void OpenControlNet_WithTheBaseModelItWasTrainedOn_IsTheSame()
    {
        // As the paper's own files are: the base model beside it.
        var path = folder.Copy($"{ControlNet}/{Weights}", "original.safetensors");
        SafetensorsBytes.Rewrite(
            path,
            (tensor, data) => ("control_model." + OriginalNames.Trunk(tensor.Name, _ => false), [.. tensor.Shape], data),
            ("model.diffusion_model.input_blocks.0.0.weight", [1], [0, 0]));
        AssertSame(path, expectConfiguration: false);
    }

    [Fact]
    public void OpenControlNet_FileBesideItsConfiguration_ReadsIt() => AssertSame(Path.Combine(folder.Copy(ControlNet), Weights), expectConfiguration: true);

    [Fact]
    public void OpenControlNet_FolderNamedLikeTheFile_GivesTheConfiguration()
    {
        var path = folder.Copy($"{ControlNet}/{Weights}", "edges.safetensors");
        Directory.CreateDirectory(folder.PathOf("edges"));
        folder.Copy($"{ControlNet}/config.json", "edges/config.json");
        AssertSame(path, expectConfiguration: true);
    }

    [Fact]
    public void OpenControlNet_TensorMissing_NamesItAsInDiffusers()
    {
        var path = folder.Copy($"{ControlNet}/{Weights}", "original.safetensors");
        SafetensorsBytes.Rewrite(path, (tensor, data) => tensor.Name == "controlnet_down_blocks.3.bias"
            ? null
            : ("control_model." + OriginalNames.Trunk(tensor.Name, _ => false), [.. tensor.Shape], data));
        BrokenFilesTests.AssertRefused(path, "controlnet: tensor 'controlnet_down_blocks.3.bias' of shape [16] is missing.", () => ControlNetCheckpoint.Open(path));
    }

    [Theory]
    [InlineData("first_stage_model.")]
    [InlineData("vae.")]
    [InlineData("")]
    public void OpenVae_OriginalNaming_IsTheSame(string prefix)
    {
        using var expected = VaeCheckpoint.Open(Repository.PathOf("tests/goldens/models/sdxl-tiny/vae"));
        var path = folder.Copy($"tests/goldens/models/sdxl-tiny/vae/{Weights}", "vae.safetensors");
        SafetensorsBytes.Rewrite(path, (tensor, data) => (prefix + OriginalNames.Vae(tensor.Name), AsConvolution(tensor), data));
        using var actual = VaeCheckpoint.Open(path, expected.Config);
        AssertSame(expected.Tensors, actual.Tensors);
        Assert.Equal(0.13025, actual.Config.ScalingFactor);
        using var alone = VaeCheckpoint.Open(path);
        Assert.Equal(0.18215, alone.Config.ScalingFactor);
    }

    public void Dispose() => folder.Dispose();

    private static void AssertSame(string path, bool expectConfiguration)
    {
        using var expected = ControlNetCheckpoint.Open(Repository.PathOf(ControlNet));
        using var actual = ControlNetCheckpoint.Open(path);
        AssertSame(expected.Tensors, actual.Tensors);
        Assert.Equal(ModelFamily.StableDiffusion1, actual.Family);
        Assert.Equal(expected.Config.ConditioningWidths, actual.Config.ConditioningWidths);
        Assert.Equal(expected.Config.Trunk.SkipChannels, actual.Config.Trunk.SkipChannels);

        // The groups of norms are what no tensor tells.
        Assert.Equal(expectConfiguration, JsonSerializer.Serialize(expected.Config) == JsonSerializer.Serialize(actual.Config));
    }

    private static void AssertSame(ITensorSource expected, ITensorSource actual)
    {
        Assert.Equal(expected.Tensors.Keys.Order(StringComparer.Ordinal), actual.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected.Tensors.Values, tensor => Assert.Equal(tensor.Shape, actual.Require(tensor.Name).Shape));
        Assert.All(expected.Tensors.Keys, name => Assert.Equal(expected.ReadFloats(name), actual.ReadFloats(name)));
    }

    /// <summary>LDM stores the attention's projections as 1x1 convolutions.</summary>
    private static long[] AsConvolution(TensorInfo tensor) =>
        tensor.Name.Contains("attentions", StringComparison.Ordinal) && tensor.Shape.Count == 2 ? [.. tensor.Shape, 1, 1] : [.. tensor.Shape];
}
