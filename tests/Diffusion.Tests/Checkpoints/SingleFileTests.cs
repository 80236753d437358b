using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

/// <summary>Base models in one file: what is derived, what a folder beside it decides, what is refused.</summary>
public sealed class SingleFileTests : IDisposable
{
    private const string Sd1 = "tests/goldens/single-files/sd15-tiny.safetensors";
    private const string Sd2 = "tests/goldens/single-files/sd2-tiny.safetensors";
    private const string Xl = "tests/goldens/single-files/sdxl-tiny.safetensors";

    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(Sd1, ModelFamily.StableDiffusion1, "PNDMScheduler", 3)]
    [InlineData(Sd2, ModelFamily.StableDiffusion2, "DDIMScheduler", 3)]
    [InlineData(Xl, ModelFamily.StableDiffusionXL, "EulerDiscreteScheduler", 3)]
    public void Open_TinyModel_DerivesWhatShapesTell(string file, ModelFamily family, string scheduler, int layers)
    {
        using var derived = Checkpoint.Open(Repository.PathOf(file));
        using var folder = Checkpoint.Open(Repository.PathOf($"tests/goldens/models/{Path.GetFileNameWithoutExtension(file)}"));
        Assert.Equal(family, derived.Family);
        Assert.Equal(scheduler, derived.SchedulerConfig.GetProperty("_class_name").GetString());
        Assert.Equal(folder.UNet.Config.Trunk.SkipChannels, derived.UNet.Config.Trunk.SkipChannels);
        Assert.Equal(folder.UNet.Config.Trunk.TextTime, derived.UNet.Config.Trunk.TextTime);
        Assert.Equal(folder.UNet.Config.UpBlocks.SelectMany(block => block.ResnetInputs), derived.UNet.Config.UpBlocks.SelectMany(block => block.ResnetInputs));
        Assert.Equal(folder.Vae.Config.BlockOutChannels, derived.Vae.Config.BlockOutChannels);
        Assert.Equal(folder.Vae.Config.ScalingFactor, derived.Vae.Config.ScalingFactor);
        Assert.Equal(layers, derived.TextEncoders[0].Config.Layers);
        Assert.Equal(folder.TextEncoders.Select(encoder => encoder.Config.Activation), derived.TextEncoders.Select(encoder => encoder.Config.Activation));
        Assert.Equal(folder.TextEncoders.Select(encoder => encoder.Config.PadTokenId), derived.TextEncoders.Select(encoder => encoder.Config.PadTokenId));
    }

    [Fact]
    public void OpenTokenizer_OtherVocabularyThanClips_IsRefused()
    {
        using var checkpoint = Checkpoint.Open(Repository.PathOf(Sd1));
        var error = Assert.Throws<CheckpointException>(() => checkpoint.TextEncoders[0].OpenTokenizer());
        Assert.Contains("text_encoder has 655 tokens and 77 positions, and no vocabulary of its own; CLIP's has 49408 and 77.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sd15-tiny")]
    [InlineData("sd2-tiny")]
    [InlineData("sdxl-tiny")]
    public void Paint_FileWithAFolderBesideIt_PaintsWhatTheFolderPaints(string model)
    {
        var source = Repository.PathOf($"tests/goldens/models/{model}");
        var path = folder.Copy($"tests/goldens/single-files/{model}.safetensors");
        var companion = folder.Copy($"tests/goldens/models/{model}");
        foreach (var weights in Directory.EnumerateFiles(companion, "*.safetensors", SearchOption.AllDirectories))
        {
            File.Delete(weights);
        }

        Assert.Equal(Paint(source), Paint(path));
    }

    [Fact]
    public void Open_ConfigurationsNamedThatAreNot_SaysSo() =>
        BrokenFilesTests.AssertRefused(folder.PathOf("none"), "there is no such folder of configurations", () => Checkpoint.Open(Repository.PathOf(Sd1), folder.PathOf("none")));

    [Fact]
    public void Open_CompanionOfAnotherModel_NamesTheTensorInBothNamings() => BrokenFilesTests.AssertRefused(
        Repository.PathOf(Sd1),
        "text_encoder: tensor 'cond_stage_model.transformer.text_model.embeddings.token_embedding.weight' ('text_model.embeddings.token_embedding.weight' in diffusers) " +
        "has shape [655, 32]; the configuration asks for [655, 48].",
        () => Checkpoint.Open(Repository.PathOf(Sd1), Repository.PathOf("tests/goldens/models/sd2-tiny")));

    [Theory]
    [InlineData("model.diffusion_model.", "a base model is needed; this is a VAE")]
    [InlineData("first_stage_model.", "the file holds no vae")]
    [InlineData("cond_stage_model.", "the file holds no text_encoder")]
    [InlineData("model.diffusion_model.out.2.bias", "unet: tensor 'conv_out.bias' of shape [4] is missing.")]
    [InlineData("model.diffusion_model.middle_block.1.norm.weight", "unet: tensor 'mid_block.attentions.0.norm.weight' of shape [32] is missing.")]
    public void Open_PartsLeftOut_NamesThem(string prefix, string problem) =>
        RefuseChanged(Sd1, (tensor, data) => tensor.Name.StartsWith(prefix, StringComparison.Ordinal) ? null : (tensor.Name, [.. tensor.Shape], data), problem);

    [Fact]
    public void Open_UnknownTensorInANetwork_IsNamedAsInTheFile() => RefuseChanged(
        Sd1,
        Same,
        "unet: tensor 'model.diffusion_model.input_blocks.1.2.weight' has no place in a network of this configuration.",
        ("model.diffusion_model.input_blocks.1.2.weight", [1], [0, 0]));

    [Fact]
    public void Open_LeftoversOfTraining_AreNoObstacle()
    {
        var path = Changed(Sd1, Same, ("model_ema.diffusion_modelconv_inweight", [1], [0, 0]), ("first_stage_model.loss.logvar", [1], [0, 0]), ("betas", [1], [0, 0]));
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(ModelFamily.StableDiffusion1, checkpoint.Family);
    }

    [Fact]
    public void Open_EncoderWithoutItsFirstWord_IsTheSame()
    {
        var path = Changed(Sd1, (tensor, data) => (tensor.Name.Replace(".text_model.", ".", StringComparison.Ordinal), [.. tensor.Shape], data));
        using var checkpoint = Checkpoint.Open(path);
        using var expected = Checkpoint.Open(Repository.PathOf(Sd1));
        Assert.Equal(expected.TextEncoders[0].Tensors.Tensors.Keys.Order(StringComparer.Ordinal), checkpoint.TextEncoders[0].Tensors.Tensors.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("v_pred", "v_prediction", "leading")]
    [InlineData("v_pred,ztsnr", "v_prediction", "trailing")]
    [InlineData("ztsnr", "epsilon", "trailing")]
    public void Open_MarkerTensors_DecideOverPrediction(string markers, string prediction, string spacing)
    {
        var path = Changed(Xl, Same, [.. markers.Split(',').Select(name => (name, Array.Empty<long>(), new byte[2]))]);
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(prediction, checkpoint.SchedulerConfig.GetProperty("prediction_type").GetString());
        Assert.Equal(spacing, checkpoint.SchedulerConfig.GetProperty("timestep_spacing").GetString());
        Assert.Equal(spacing == "trailing", checkpoint.SchedulerConfig.TryGetProperty("rescale_betas_zero_snr", out _));
    }

    [Fact]
    public void Open_ModelOfTheEdmFramework_IsRefused() => RefuseChanged(Xl, Same, "'edm_vpred.sigma_max' marks a model of the EDM framework", ("edm_vpred.sigma_max", [], [0, 0]));

    [Theory]
    [InlineData(0.2f, "v_prediction")]
    [InlineData(0.05f, "epsilon")]
    public void Open_Sd2_LooksAtTheLastTransformersFirstNorm(float spread, string prediction)
    {
        const string Norm = "model.diffusion_model.output_blocks.5.1.transformer_blocks.0.norm1.bias";
        var path = Changed(Sd2, (tensor, data) => (tensor.Name, [.. tensor.Shape], tensor.Name == Norm ? Alternating(spread, data.Length / 2) : data));
        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(prediction, checkpoint.SchedulerConfig.GetProperty("prediction_type").GetString());
        Assert.Equal(prediction == "epsilon" ? 64 : 96, checkpoint.UNet.Config.SampleSize);
    }

    [Theory]
    [InlineData(9, null)]
    [InlineData(8, "the unet reads 8 channels ('in_channels'); supported are 4, and 9 for inpainting")]
    [InlineData(5, "the unet reads 5 channels")]
    public void Open_OtherInputChannels_AreInpaintingOrRefused(int channels, string? problem)
    {
        const string First = "model.diffusion_model.input_blocks.0.0.weight";
        var path = Changed(Sd2, (tensor, data) => tensor.Name == First
            ? (tensor.Name, [16, channels, 3, 3], new byte[2 * 16 * channels * 9])
            : (tensor.Name, [.. tensor.Shape], data));
        if (problem is not null)
        {
            BrokenFilesTests.AssertRefused(path, problem, () => Checkpoint.Open(path));
            return;
        }

        using var checkpoint = Checkpoint.Open(path);
        Assert.Equal(channels, checkpoint.UNet.Config.Trunk.InChannels);

        // Inpainting models of SD 2 predict noise, whatever their weights look like.
        Assert.Equal("epsilon", checkpoint.SchedulerConfig.GetProperty("prediction_type").GetString());
    }

    [Theory]
    [InlineData("tests/goldens/loras/sd15-tiny-kohya.safetensors", "this is a LoRA")]
    [InlineData("tests/goldens/loras/sdxl-tiny-peft.safetensors", "this is a LoRA")]
    [InlineData("tests/goldens/loras/sd15-tiny-full.safetensors", "this is a LoRA")]
    [InlineData("tests/goldens/embeddings/sd15-tiny-two-vectors.safetensors", "this is an embedding")]
    [InlineData("models/postcards/controlnets/edges/diffusion_pytorch_model.safetensors", "this is a ControlNet")]
    [InlineData("models/postcards/base/vae/diffusion_pytorch_model.safetensors", "this is a VAE")]
    [InlineData("models/postcards/base/unet/diffusion_pytorch_model.safetensors", "this is a UNet alone")]
    [InlineData("models/postcards/base/text_encoder/model.safetensors", "this is a text encoder alone")]
    public void Open_FileOfAnotherKind_SaysWhatItIs(string file, string problem)
    {
        BrokenFilesTests.AssertRefused(Repository.PathOf(file), $"a base model is needed; {problem}", () => Checkpoint.Open(Repository.PathOf(file)));
        if (!problem.Contains("ControlNet", StringComparison.Ordinal))
        {
            BrokenFilesTests.AssertRefused(Repository.PathOf(file), $"a ControlNet is needed; {problem}", () => ControlNetCheckpoint.Open(Repository.PathOf(file)));
        }
    }

    [Theory]
    [InlineData("ip_adapter.1.to_k_ip.weight", "an IP-Adapter")]
    [InlineData("lora_controlnet", "a Control-LoRA")]
    [InlineData("model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight", "a Stable Diffusion 3 model")]
    [InlineData("double_blocks.0.img_attn.qkv.weight", "a Flux model")]
    [InlineData("something.else", "none of the kinds that are known")]
    public void Open_ForeignFile_SaysWhatItIs(string tensor, string name)
    {
        var path = folder.PathOf("foreign.safetensors");
        SafetensorsBytes.Write(path, null, (tensor, [1, 1, 1], [0, 0]));
        BrokenFilesTests.AssertRefused(path, $"a base model is needed; this is {name}", () => Checkpoint.Open(path));
    }

    public void Dispose() => folder.Dispose();

    private static (string, long[], byte[])? Same(TensorInfo tensor, byte[] data) => (tensor.Name, [.. tensor.Shape], data);

    private static byte[] Alternating(float spread, int count) =>
        [.. Enumerable.Range(0, count).SelectMany(i => BitConverter.GetBytes((Half)(i % 2 == 0 ? spread : -spread)))];

    private static byte[] Paint(string path)
    {
        using var pipeline = StableDiffusionPipeline.Load(path);
        var prepared = pipeline.Prepare(new PaintRequest { Prompt = "a red boat", NegativePrompt = "fog", Seed = 7, Steps = 2, Width = 64, Height = 64 });
        return pipeline.Paint(prepared, progress: null, CancellationToken.None).Images[0].Picture.Pixels;
    }

    private string Changed(string file, Func<TensorInfo, byte[], (string, long[], byte[])?> change, params (string, long[], byte[])[] added)
    {
        var path = folder.Copy(file);
        SafetensorsBytes.Rewrite(path, change, added);
        return path;
    }

    private void RefuseChanged(string file, Func<TensorInfo, byte[], (string, long[], byte[])?> change, string problem, params (string, long[], byte[])[] added)
    {
        var path = Changed(file, change, added);
        BrokenFilesTests.AssertRefused(path, problem, () => Checkpoint.Open(path));
    }
}
