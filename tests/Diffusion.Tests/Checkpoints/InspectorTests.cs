using SwiftDiffusion.Diffusion.Adapters.Inspection;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Inspection;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

public sealed class InspectorTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("models/postcards/base", CheckpointKind.BaseModel, ModelFamily.StableDiffusion1, "epsilon", 4)]
    [InlineData("tests/goldens/models/sd15-inpaint", CheckpointKind.BaseModel, ModelFamily.StableDiffusion1, "epsilon", 9)]
    [InlineData("tests/goldens/models/sd2-tiny", CheckpointKind.BaseModel, ModelFamily.StableDiffusion2, "v_prediction", 4)]
    [InlineData("tests/goldens/models/sdxl-tiny", CheckpointKind.BaseModel, ModelFamily.StableDiffusionXL, "epsilon", 4)]
    [InlineData("tests/goldens/single-files/sd15-tiny.safetensors", CheckpointKind.BaseModel, ModelFamily.StableDiffusion1, "epsilon", 4)]
    [InlineData("tests/goldens/single-files/sdxl-tiny.safetensors", CheckpointKind.BaseModel, ModelFamily.StableDiffusionXL, "epsilon", 4)]
    [InlineData("models/postcards/controlnets/depth", CheckpointKind.ControlNet, ModelFamily.StableDiffusion1, null, 4)]
    [InlineData("tests/goldens/models/sdxl-tiny-controlnet-0", CheckpointKind.ControlNet, ModelFamily.StableDiffusionXL, null, 4)]
    [InlineData("models/postcards/base/vae", CheckpointKind.Vae, ModelFamily.Unknown, null, null)]
    [InlineData("models/postcards/base/vae/diffusion_pytorch_model.safetensors", CheckpointKind.Vae, ModelFamily.Unknown, null, null)]
    [InlineData("models/postcards/base/unet/diffusion_pytorch_model.safetensors", CheckpointKind.UNet, ModelFamily.Unknown, null, null)]
    [InlineData("tests/goldens/embeddings/sd15-tiny-two-vectors.safetensors", CheckpointKind.Embedding, ModelFamily.Unknown, null, null)]
    public void Inspect_SoundModel_SaysWhatItIs(string path, CheckpointKind kind, ModelFamily family, string? prediction, int? channels)
    {
        var inspection = CheckpointInspector.Inspect(Repository.PathOf(path));
        Assert.Null(inspection.Problem);
        Assert.Empty(inspection.Missing);
        Assert.Equal((kind, family, prediction, channels), (inspection.Kind, inspection.Family, inspection.PredictionType, inspection.InChannels));
        Assert.Equal(inspection.Parameters, inspection.ElementTypes.Values.Sum());
    }

    [Fact]
    public void Inspect_FolderAndFileOfTheSameWeights_CountTheSameParameters()
    {
        var inFolder = CheckpointInspector.Inspect(Repository.PathOf("tests/goldens/models/sd15-tiny"));
        var inFile = CheckpointInspector.Inspect(Repository.PathOf("tests/goldens/single-files/sd15-tiny.safetensors"));
        Assert.Equal(inFolder.ElementTypes[ElementType.F16], inFile.ElementTypes[ElementType.F16]);
        Assert.True(inFolder.Parameters > 100_000);
    }

    [Theory]
    [InlineData("sd15-tiny-kohya", "kohya", 4, 4, 132, 0, ModelFamily.StableDiffusion1)]
    [InlineData("sd15-tiny-pair-0", "kohya", 4, 4, 132, 18, ModelFamily.StableDiffusion1)]
    [InlineData("sd15-tiny-peft-alpha", "PEFT", 4, 6, 132, 0, ModelFamily.StableDiffusion1)]
    [InlineData("sd15-tiny-diffusers-old", "diffusers (before 0.22)", 4, 4, 88, 0, ModelFamily.Unknown)]
    [InlineData("sd15-tiny-locon", "LoCon", 4, 4, 199, 0, ModelFamily.StableDiffusion1)]
    [InlineData("sd15-tiny-loha", "LoHa", 4, 4, 199, 0, ModelFamily.Unknown)]
    [InlineData("sd15-tiny-dora", "DoRA", 4, 4, 132, 0, ModelFamily.StableDiffusion1)]
    [InlineData("sd15-tiny-full", "full difference", null, null, 8, 0, ModelFamily.StableDiffusion1)]
    [InlineData("sdxl-tiny-kohya", "kohya", 4, 4, 302, 0, ModelFamily.StableDiffusionXL)]
    [InlineData("sdxl-tiny-peft", "PEFT", 4, 4, 302, 0, ModelFamily.StableDiffusionXL)]
    [InlineData("sdxl-tiny-lokr", "LoKr", 4, 4, 302, 0, ModelFamily.StableDiffusionXL)]
    public void Inspect_Lora_TellsFormatRankTargetsAndBase(string name, string format, int? minRank, int? maxRank, int targets, int textTargets, ModelFamily family)
    {
        var path = Repository.PathOf($"tests/goldens/loras/{name}.safetensors");
        Assert.Equal(CheckpointKind.Lora, CheckpointInspector.Inspect(path).Kind);
        var lora = LoraInspector.Inspect(path);
        Assert.Equal((format, family, minRank, maxRank, targets, textTargets), (lora.Format, lora.Family, lora.MinRank, lora.MaxRank, lora.UNetTargets, lora.TextEncoderTargets));
        Assert.Empty(lora.UnknownKeys);
    }

    [Theory]
    [InlineData("lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight", 768, ModelFamily.StableDiffusion1)]
    [InlineData("lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.hada_w1_b", 1024, ModelFamily.StableDiffusion2)]
    [InlineData("unet.down_blocks.0.attentions.0.transformer_blocks.0.attn2.processor.to_k_lora.down.weight", 1024, ModelFamily.StableDiffusion2)]
    [InlineData("lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k.diff", 2048, ModelFamily.StableDiffusionXL)]
    [InlineData("lora_unet_input_blocks_4_1_transformer_blocks_1_attn2_to_v.lokr_w1", 3, ModelFamily.StableDiffusionXL)]
    [InlineData("lora_te2_text_model_encoder_layers_0_mlp_fc1.lora_down.weight", 1280, ModelFamily.StableDiffusionXL)]
    public void Inspect_LoraOfOneTensor_FitsTheBaseOfItsTextOrDepth(string tensor, int width, ModelFamily family)
    {
        var path = folder.PathOf("lora.safetensors");
        SafetensorsBytes.Write(path, null, (tensor, [4, width], new byte[2 * 4 * width]));
        Assert.Equal((CheckpointKind.Lora, family), (CheckpointInspector.Inspect(path).Kind, LoraInspector.Inspect(path).Family));
    }

    [Fact]
    public void Inspect_LoraOfAnUnknownFamily_NamesItsKeys()
    {
        var path = folder.PathOf("lora.safetensors");
        SafetensorsBytes.Write(path, null, ("lora_unet_mid_block_attentions_0_proj_in.oft_blocks", [4, 8], new byte[2 * 4 * 8]));
        var lora = LoraInspector.Inspect(path);
        Assert.Equal(("unknown", 0, null), (lora.Format, lora.UNetTargets, lora.MaxRank));
        Assert.Equal(["lora_unet_mid_block_attentions_0_proj_in.oft_blocks"], lora.UnknownKeys);
    }

    [Fact]
    public void Inspect_UnionControlNet_TellsItsKinds()
    {
        using var union = new Networks.UnionControlNet();
        Assert.Equal((CheckpointKind.ControlNet, 6), (CheckpointInspector.Inspect(union.Path).Kind, CheckpointInspector.Inspect(union.Path).ControlTypes));
    }

    [Fact]
    public void Inspect_BaseModelWithoutParts_NamesThemAndTheProblem()
    {
        var path = folder.Copy("models/postcards/base");
        Directory.Delete(Path.Combine(path, "vae"), recursive: true);
        var inspection = CheckpointInspector.Inspect(path);
        Assert.Equal(CheckpointKind.BaseModel, inspection.Kind);
        Assert.Equal(["vae"], inspection.Missing);
        Assert.Contains("has a folder 'vae'", inspection.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Inspect_SingleFileWithoutVae_NamesIt()
    {
        var path = folder.Copy("tests/goldens/single-files/sd2-tiny.safetensors");
        SafetensorsBytes.Rewrite(path, (tensor, data) => tensor.Name.StartsWith("first_stage_model.", StringComparison.Ordinal) ? null : (tensor.Name, [.. tensor.Shape], data));
        var inspection = CheckpointInspector.Inspect(path);
        Assert.Equal((CheckpointKind.BaseModel, ModelFamily.StableDiffusion2), (inspection.Kind, inspection.Family));
        Assert.Equal(["vae"], inspection.Missing);
    }

    [Fact]
    public void Inspect_Foreign_IsUnknownWithAName()
    {
        var path = folder.PathOf("adapter.safetensors");
        SafetensorsBytes.Write(path, null, ("ip_adapter.1.to_k_ip.weight", [1], [0, 0]));
        Assert.Equal((CheckpointKind.Unknown, "an IP-Adapter, which is not supported"), (CheckpointInspector.Inspect(path).Kind, CheckpointInspector.Inspect(path).Description));
    }

    [Fact]
    public void Inspect_NothingThere_SaysSo() => Assert.Throws<CheckpointException>(() => CheckpointInspector.Inspect(folder.PathOf("absent")));

    public void Dispose() => folder.Dispose();
}
