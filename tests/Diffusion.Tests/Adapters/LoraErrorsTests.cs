using SwiftDiffusion.Diffusion.Adapters;
using SwiftDiffusion.Diffusion.Adapters.Naming;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Layouts;
using SwiftDiffusion.Diffusion.Tests.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Adapters;

/// <summary>LoRAs that cannot be used: one error each, which names the file, the tensor and what is wrong with it.</summary>
public sealed class LoraErrorsTests : IDisposable
{
    private const string Module = "lora_unet_conv_in";
    private const string Query = "lora_unet_layer_to_q";

    private static readonly FakeNetwork UNet = new(("conv_in.weight", [12, 6, 3, 3]), ("conv_in.bias", [12]), ("layer.to_q.weight", [12, 40]));

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, (string Name, long[] Shape)[], string> Broken() => new()
    {
        { "no up", [(Query + ".lora_down.weight", [4, 40])], $"key '{Query}.lora_down.weight' lacks its partner: the same module's factor beside the output (lora_up, lora_B) is missing." },
        { "no down", [(Query + ".lora_up.weight", [12, 4])], "the same module's factor beside the input (lora_down, lora_A) is missing." },
        { "ranks", [(Query + ".lora_down.weight", [4, 40]), (Query + ".lora_up.weight", [12, 8])], "do not multiply: the ranks are 8 and 4." },
        { "one dimension", [(Query + ".lora_down.weight", [40]), (Query + ".lora_up.weight", [12, 1])], "has shape [40]; a factor has two dimensions" },
        { "kernel above", [(Module + ".lora_down.weight", [4, 6, 1, 1]), (Module + ".lora_up.weight", [12, 4, 3, 3])], "the factor beside the output has no kernel but 1x1." },
        { "core", [(Module + ".lora_down.weight", [4, 6]), (Module + ".lora_mid.weight", [4, 4]), (Module + ".lora_up.weight", [12, 4])], "has shape [4, 4]; the core of a Tucker decomposition has four dimensions." },
        { "core ranks", [(Module + ".lora_down.weight", [4, 6]), (Module + ".lora_mid.weight", [4, 3, 3, 3]), (Module + ".lora_up.weight", [12, 4])], "the ranks are 3 and 4." },
        { "alpha", [(Query + ".lora_down.weight", [4, 40]), (Query + ".lora_up.weight", [12, 4]), (Query + ".alpha", [2])], $"tensor '{Query}.alpha' has shape [2]; it must be one number." },
        { "half a LoHa", [(Query + ".hada_w1_a", [12, 4]), (Query + ".hada_w1_b", [4, 40])], "the same module's hada_w2_a is missing." },
        { "unequal LoHa", [(Query + ".hada_w1_a", [12, 4]), (Query + ".hada_w1_b", [4, 40]), (Query + ".hada_w2_a", [12, 4]), (Query + ".hada_w2_b", [4, 20])], "have shapes [12, 40] and [12, 20]; allowed are equal ones." },
        { "half a LoKr", [(Query + ".lokr_w1", [4, 5]), (Query + ".lokr_w2_a", [3, 2])], "the same module's lokr_w2_b is missing." },
        { "coarse kernel", [(Module + ".lokr_w1", [4, 2, 3, 3]), (Module + ".lokr_w2", [3, 3])], "has shape [4, 2, 3, 3]; it must be a matrix." },
        { "two families", [(Query + ".lora_down.weight", [4, 40]), (Query + ".lora_up.weight", [12, 4]), (Query + ".diff", [12, 40])], "belongs to a module of two families, LoRA and full difference; allowed is one." },
        { "magnitudes", [(Query + ".lora_down.weight", [4, 40]), (Query + ".lora_up.weight", [12, 4]), (Query + ".dora_scale", [7])], "has shape [7]; the base's weight [12, 40] takes a magnitude for each output or each input." },
        {
            "twice", [(Query + ".lora_down.weight", [4, 40]), (Query + ".lora_up.weight", [12, 4]), ("unet.layer.to_q.lora_A.weight", [4, 40])],
            $"keys '{Query}.lora_down.weight' and 'unet.layer.to_q.lora_A.weight' are the same part of the same module."
        },
        {
            "another family", [(Query + ".lora_down.weight", [4, 64]), (Query + ".lora_up.weight", [12, 4]), (Module + ".diff", [12, 6, 3, 3])],
            $"1 of 2 weights do not fit the base model: '{Query}.lora_down.weight' is for a weight of shape [12, 64], the base model's 'layer.to_q.weight' is [12, 40]."
        },
        { "kernel of another size", [(Module + ".diff", [12, 6, 9, 1])], "is for a weight of shape [12, 6, 9, 1], the base model's 'conv_in.weight' is [12, 6, 3, 3]." },
        { "bias of another size", [(Module + ".diff_b", [13])], "is for a weight of shape [13], the base model's 'conv_in.bias' is [12]." },
        { "nothing that fits", [("lora_unet_elsewhere.lora_down.weight", [4, 40])], "none of the 1 keys names a module of the base model (the first is 'lora_unet_elsewhere.lora_down.weight')" },
        { "alpha alone", [(Query + ".alpha", [1])], "none of the 1 keys names a module" },
        { "another adapter", [(Query + ".oft_blocks", [4, 3, 3])], "none of the 1 keys names a module" },
        { "nothing", [], "none of the 0 keys names a module" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Load_BrokenFile_SaysWhatIsWrongWithIt(string name, (string Name, long[] Shape)[] tensors, string problem)
    {
        var file = new LoraWriter();
        foreach (var (key, shape) in tensors)
        {
            file.Add(key, shape);
        }

        AssertRefused(file.Write(folder, $"{name}.safetensors"), problem);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Load_ValueThatIsNotFinite_NamesTheTensor(float value)
    {
        var file = new LoraWriter();
        file.AddValues(Query + ".diff", [.. new float[479], value], 12, 40);
        AssertRefused(file.Write(folder), $"tensor '{Query}.diff' has values that are not finite numbers.");
    }

    [Fact]
    public void Load_RankZero_NamesTheShape()
    {
        var path = folder.PathOf("lora.safetensors");
        File.WriteAllBytes(path, SafetensorsBytes.Of(
            $$"""{"{{Query}}.lora_down.weight": {"dtype": "F32", "shape": [0, 40], "data_offsets": [0, 0]}, "{{Query}}.lora_up.weight": {"dtype": "F32", "shape": [12, 0], "data_offsets": [0, 0]} }""",
            []));
        AssertRefused(path, $"tensor '{Query}.lora_up.weight' has shape [12, 0]; a factor has two dimensions, or four over a convolution, and none is 0.");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    public void Load_HeaderOfPeftIsNoObject_SaysSo(string metadata) => AssertRefused(Peft(metadata), "the header's lora_adapter_metadata is not a JSON object");

    [Fact]
    public void Load_AlphaOfPeftIsNoNumber_NamesIt() =>
        AssertRefused(Peft("""{"unet.lora_alpha": "8"}"""), "the header's lora_adapter_metadata gives unet.lora_alpha as \"8\"; it must be a number.");

    [Fact]
    public void Load_NoFile_SaysSo() => AssertRefused(folder.PathOf("missing.safetensors"), "there is no such file.");

    [Fact]
    public void Load_KeysThatFitNothing_AreListedInOrder()
    {
        var file = new LoraWriter();
        file.Add(Query + ".diff", 12, 40);
        file.Add(Query + ".diff_b", 12);
        file.Add("lora_te_elsewhere.lora_down.weight", 1, 1);
        file.Add("bundle_emb.word.string_to_param.*", 1, 1);
        var lora = Matcher().Load(file.Write(folder));
        Assert.Equal(1, lora.MatchedModules);
        Assert.Equal(["bundle_emb.word.string_to_param.*", "lora_te_elsewhere.lora_down.weight", Query + ".diff_b"], lora.UnmatchedKeys);
    }

    [Theory]
    [InlineData("sd15-tiny-peft", "sdxl-tiny")]
    [InlineData("sdxl-tiny-kohya", "sd15-tiny")]
    [InlineData("sd15-tiny-kohya", "sd2-tiny")]
    public void Load_LoraOfAnotherFamily_IsRefusedWithBothShapes(string lora, string model)
    {
        using var checkpoint = Checkpoint.Open(Repository.PathOf($"tests/goldens/models/{model}"));
        var matcher = new LoraMatcher(new AdapterTargets(checkpoint.UNet.Tensors, [.. checkpoint.TextEncoders.Select(encoder => encoder.Tensors)]));
        var path = Repository.PathOf($"tests/goldens/loras/{lora}.safetensors");
        var error = Assert.Throws<CheckpointException>(() => matcher.Load(path));
        Assert.Matches(@"^\d+ of \d+ weights do not fit the base model: '.*' is for a weight of shape \[.*\], the base model's '.*' is \[.*\]\. The LoRA was made for another family", error.Problem);
    }

    // At full size it is the width of the text that tells families apart.
    [Theory]
    [InlineData("sd15", 1024, "[320, 1024]", "[320, 768]", "StableDiffusion2")]
    [InlineData("sd21", 768, "[320, 768]", "[320, 1024]", "StableDiffusion1")]
    public void Load_PublishedFamilies_AreToldApart(string family, int width, string own, string @base, string name)
    {
        var unet = new FakeNetwork([.. UNetLayout.Of(PublishedModels.UNet(family)).Select(tensor => (tensor.Name, tensor.Shape))]);
        var file = new LoraWriter();
        file.Add("lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight", 4, width);
        file.Add("lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k.lora_up.weight", 320, 4);
        var path = file.Write(folder);
        var error = Assert.Throws<CheckpointException>(() => new LoraMatcher(new AdapterTargets(unet, [])).Load(path));
        Assert.Contains($"shape {own}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"is {@base}. The LoRA was made for another family of base models, {name}.", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private string Peft(string metadata)
    {
        var file = new LoraWriter();
        file.Metadata["lora_adapter_metadata"] = metadata;
        file.Add("unet.layer.to_q.lora_A.weight", 4, 40);
        file.Add("unet.layer.to_q.lora_B.weight", 12, 4);
        return file.Write(folder);
    }

    private static LoraMatcher Matcher() => new(new AdapterTargets(UNet, []));

    private static void AssertRefused(string path, string problem)
    {
        var error = Assert.Throws<CheckpointException>(() => Matcher().Load(path));
        Assert.Equal(path, error.Path);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }
}
