using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

/// <summary>Models in diffusers' layout with something missing, added or changed.</summary>
public sealed class BrokenFoldersTests : IDisposable
{
    private const string Model = "tests/goldens/models/sd15-tiny", Weights = "diffusion_pytorch_model.safetensors";

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string, string, string> ChangedConfigs() => new()
    {
        {
            "unet/config.json", "\"CrossAttnDownBlock2D\"", "\"SimpleCrossAttnDownBlock2D\"",
            "'down_block_types[0]' is \"SimpleCrossAttnDownBlock2D\"; supported is CrossAttnDownBlock2D or DownBlock2D"
        },
        { "unet/config.json", "\"UNetMidBlock2DCrossAttn\"", "\"UNetMidBlock2DSimpleCrossAttn\"", "'mid_block_type' is \"UNetMidBlock2DSimpleCrossAttn\"" },
        { "unet/config.json", "\"in_channels\"", "\"in_channel\"", "'in_channel' is 4; this key is unknown" },
        { "unet/config.json", "\"cross_attention_dim\"", "\"_cross_attention_dim\"", "'unet.attn2.to_k'" },
        { "unet/config.json", "\"layers_per_block\": 2", "\"layers_per_block\": \"two\"", "'layers_per_block' is \"two\"" },
        { "unet/config.json", "{", "{{", "the file is not valid JSON" },
        { "vae/config.json", "\"AutoencoderKL\"", "\"VQModel\"", "'_class_name' is \"VQModel\"" },
        { "text_encoder/config.json", "\"quick_gelu\"", "\"relu\"", "'hidden_act' is \"relu\"" },
        { "model_index.json", "{", "{\"force_zeros_for_empty_prompt\": 1, ", "'force_zeros_for_empty_prompt' is 1; allowed are true and false" },
        { "model_index.json", "{", "{\"requires_aesthetics_score\": true, ", "this is an SDXL refiner" },
    };

    [Theory]
    [MemberData(nameof(ChangedConfigs))]
    public void Open_ChangedConfig_NamesFieldAndValue(string file, string from, string to, string problem)
    {
        var path = folder.Copy(Model);
        var config = Path.Combine(path, file);
        var text = File.ReadAllText(config);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(config, ReplaceFirst(text, from, to));

        // Without the key the default of diffusers holds, which the tensors contradict.
        Refuse(path, problem == "'unet.attn2.to_k'" ? "attn2.to_k.weight' has shape [16, 32]; the configuration asks for [16, 1280]" : problem);
    }

    [Theory]
    [InlineData("unet", "has a folder 'unet', and this has none; model_index.json calls it a StableDiffusionPipeline")]
    [InlineData("vae", "has a folder 'vae'")]
    [InlineData("text_encoder", "has a folder 'text_encoder'")]
    [InlineData("scheduler", "has a folder 'scheduler'")]
    public void Open_WithoutAPart_NamesIt(string part, string problem)
    {
        var path = folder.Copy(Model);
        Directory.Delete(Path.Combine(path, part), recursive: true);
        Refuse(path, problem);
    }

    [Theory]
    [InlineData("unet/config.json", "there is no such file")]
    [InlineData("scheduler/scheduler_config.json", "there is no such file")]
    [InlineData("unet/diffusion_pytorch_model.safetensors", "there is no diffusion_pytorch_model.safetensors. The folder holds config.json.")]
    [InlineData("text_encoder/model.safetensors", "there is no model.safetensors")]
    public void Open_WithoutAFile_NamesIt(string file, string problem)
    {
        var path = folder.Copy(Model);
        File.Delete(Path.Combine(path, file));
        Refuse(path, problem);
    }

    [Fact]
    public void Open_PickledWeights_SaysToConvertThem()
    {
        var path = folder.Copy(Model);
        File.Move(Path.Combine(path, "unet", Weights), Path.Combine(path, "unet", "diffusion_pytorch_model.bin"));
        Refuse(path, "'diffusion_pytorch_model.bin' is a pickle, which is never opened; convert it to safetensors");
    }

    [Fact]
    public void Open_TensorMissing_NamesItWithItsShape()
    {
        var path = Change((tensor, data) => tensor.Name is "conv_in.bias" or "conv_out.bias" ? null : (tensor.Name, [.. tensor.Shape], data));
        Refuse(path, "unet: tensor 'conv_in.bias' of shape [16] is missing, likewise 'conv_out.bias'.");
    }

    [Fact]
    public void Open_TensorOfAnotherShape_NamesBothShapes()
    {
        var path = Change((tensor, data) => (tensor.Name, tensor.Name == "conv_in.weight" ? [4, 16, 3, 3] : [.. tensor.Shape], data));
        Refuse(path, "unet: tensor 'conv_in.weight' has shape [4, 16, 3, 3]; the configuration asks for [16, 4, 3, 3].");
    }

    [Fact]
    public void Open_UnknownTensor_IsNamed()
    {
        var path = Change((tensor, data) => (tensor.Name, [.. tensor.Shape], data), ("conv_in.offset", [1], [0, 0]));
        Refuse(path, "unet: tensor 'conv_in.offset' has no place in a network of this configuration.");
    }

    [Fact]
    public void OpenTokenizer_MoreTokensThanTheEncoderKnows_NamesBoth()
    {
        var path = folder.Copy(Model);
        var file = Path.Combine(path, "tokenizer", "vocab.json");
        File.WriteAllText(file, ReplaceFirst(File.ReadAllText(file), "{", "{\"castle</w>\": 655, "));
        using var checkpoint = Checkpoint.Open(path);
        var error = Assert.Throws<CheckpointException>(() => checkpoint.TextEncoders[0].OpenTokenizer());
        Assert.Contains("the vocabulary has 656 tokens, text_encoder knows 655 ('vocab_size'); one of them is another model's.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TensorOfIntegers_NamesItsType()
    {
        var path = folder.Copy(Model);
        var file = Path.Combine(path, "unet", Weights);

        // Same size, other type.
        var text = File.ReadAllBytes(file);
        var at = text.AsSpan().IndexOf("\"conv_in.bias\":{\"dtype\":\"F16\""u8);
        Assert.True(at > 0, "the header is written otherwise than this test assumes");
        "I16"u8.CopyTo(text.AsSpan(at + "\"conv_in.bias\":{\"dtype\":\""u8.Length));
        File.WriteAllBytes(file, text);
        Refuse(path, "unet: tensor 'conv_in.bias' has elements of type I16; allowed are F32, F16, BF16, F64.");
    }

    [Fact]
    public void Open_PartsOfTwoModels_SaysWhichDoNotFit()
    {
        var path = folder.Copy(Model);
        Directory.Delete(Path.Combine(path, "text_encoder"), recursive: true);
        folder.Copy("tests/goldens/models/sd2-tiny/text_encoder", Path.Combine("sd15-tiny", "text_encoder"));
        Refuse(path, "the unet reads text of width 32 ('cross_attention_dim'); text_encoder together give 48 ('hidden_size').");
    }

    [Theory]
    [InlineData("models/postcards/controlnets/edges", "it is a ControlNet")]
    [InlineData("models/postcards/base/vae", "it is a VAE")]
    [InlineData("models/postcards/base/unet", "it is a UNet alone")]
    [InlineData("models/postcards/base/text_encoder", "it is a text encoder alone")]
    [InlineData("models/postcards/loras", "give the path of that file")]
    public void Open_FolderOfAnotherKind_SaysWhatItIs(string path, string problem) => Refuse(Repository.PathOf(path), problem);

    [Fact]
    public void Open_EmptyFolder_SaysSo()
    {
        Directory.CreateDirectory(folder.PathOf("nothing"));
        Refuse(folder.PathOf("nothing"), "has a folder 'unet', and this has none; it is empty.");
    }

    [Fact]
    public void Open_NothingThere_SaysSo() => Refuse(folder.PathOf("absent"), "there is no such file or folder.");

    [Theory]
    [InlineData("models/postcards/base", "a ControlNet is needed")]
    [InlineData("models/postcards/base/vae", "it is a VAE")]
    public void OpenControlNet_FolderOfAnotherKind_SaysWhatItIs(string path, string problem) =>
        BrokenFilesTests.AssertRefused(Repository.PathOf(path), problem, () => ControlNetCheckpoint.Open(Repository.PathOf(path)));

    [Fact]
    public void OpenVae_ControlNet_SaysWhatItIs()
    {
        var path = Repository.PathOf("models/postcards/controlnets/edges");
        BrokenFilesTests.AssertRefused(path, "a VAE is needed, a folder with a config.json that says so; it is a ControlNet", () => VaeCheckpoint.Open(path));
    }

    public void Dispose() => folder.Dispose();

    private static void Refuse(string path, string problem) => BrokenFilesTests.AssertRefused(path, problem, () => Checkpoint.Open(path));

    private static string ReplaceFirst(string text, string from, string to)
    {
        var at = text.IndexOf(from, StringComparison.Ordinal);
        return text[..at] + to + text[(at + from.Length)..];
    }

    private string Change(Func<TensorInfo, byte[], (string, long[], byte[])?> change, params (string, long[], byte[])[] added)
    {
        var path = folder.Copy(Model);
        SafetensorsBytes.Rewrite(Path.Combine(path, "unet", Weights), change, added);
        return path;
    }
}
