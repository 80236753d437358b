using SwiftDiffusion.Diffusion.Adapters.Naming;
using SwiftDiffusion.Diffusion.Checkpoints.Layouts;
using SwiftDiffusion.Diffusion.Tests.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Adapters.Naming;

/// <summary>Names of modules at full size: each names one module, and the one that is meant.</summary>
public sealed class AdapterTargetsTests
{
    // Linear layers and convolutions of the UNet, as published.
    [Theory]
    [InlineData("sd15", 282)]
    [InlineData("sd21", 282)]
    [InlineData("sdxl", 794)]
    public void Names_OfKohyaInDiffusersSpelling_NameEveryModuleOnce(string family, int layers)
    {
        var targets = Targets(family);
        var modules = Modules(UNetLayout.Of(PublishedModels.UNet(family)));
        Assert.Equal(layers, modules.Count(module => module.IsLayer));
        Assert.Equal(modules.Length, modules.Select(module => Flat(module.Name)).Distinct().Count());
        Assert.All(modules, module => AssertNames(targets, $"lora_unet_{Flat(module.Name)}", "unet", module.Name));
    }

    [Theory]
    [InlineData("sd15")]
    [InlineData("sd21")]
    [InlineData("sdxl")]
    public void Names_OfKohyaInOriginalSpelling_NameEveryModuleOnce(string family)
    {
        var (targets, config) = (Targets(family), PublishedModels.UNet(family));
        var modules = Modules(UNetLayout.Of(config));
        var original = modules.ToDictionary(module => Original(module.Name), module => module.Name);
        Assert.Equal(modules.Length, original.Keys.Select(Flat).Distinct().Count());
        Assert.All(original, pair => AssertNames(targets, $"lora_unet_{Flat(pair.Key)}", "unet", pair.Value));
        Assert.All(original, pair => AssertNames(targets, $"diffusion_model.{pair.Key}", "unet", pair.Value));

        string Original(string module) => OriginalNames.Trunk(module + ".", block => config.UpBlocks[block].HasAttention)[..^1];
    }

    [Theory]
    [InlineData("sd15", "lora_te_", "text_encoder", 72)]
    [InlineData("sd21", "lora_te_", "text_encoder", 138)]
    [InlineData("sdxl", "lora_te1_", "text_encoder", 72)]
    [InlineData("sdxl", "lora_te2_", "text_encoder_2", 192)]
    public void Names_OfTextEncoders_NameEveryModuleOnce(string family, string prefix, string network, int layers)
    {
        var targets = Targets(family);
        var modules = Modules(PublishedModels.Layout(PublishedModels.Encoders(family)[network == "text_encoder" ? 0 : 1]));
        Assert.Equal(layers, modules.Count(module => module.IsLayer && module.Name.Contains(".layers.", StringComparison.Ordinal)));
        Assert.All(modules, module => AssertNames(targets, prefix + Flat(module.Name), network, module.Name));
        Assert.All(modules, module => AssertNames(targets, $"{network}.{module.Name}", network, module.Name));
    }

    [Theory]
    [InlineData("sd15")]
    [InlineData("sd21")]
    [InlineData("sdxl")]
    public void Names_AllTogether_ReachEveryModuleOfEveryNetwork(string family)
    {
        var encoders = PublishedModels.Encoders(family).Sum(encoder => Modules(PublishedModels.Layout(encoder)).Length);
        var modules = Modules(UNetLayout.Of(PublishedModels.UNet(family))).Length + encoders;
        Assert.Equal(modules, Targets(family).Names.Values.Distinct().Count());
    }

    [Theory]
    [InlineData("unet.down_blocks.1.attentions.0.proj_in", "unet", "down_blocks.1.attentions.0.proj_in")]
    [InlineData("down_blocks.1.attentions.0.proj_in", "unet", "down_blocks.1.attentions.0.proj_in")]
    [InlineData("base_model.model.down_blocks.1.attentions.0.proj_in", "unet", "down_blocks.1.attentions.0.proj_in")]
    [InlineData("lycoris_down_blocks_1_attentions_0_proj_in", "unet", "down_blocks.1.attentions.0.proj_in")]
    [InlineData("unet.mid_block.attentions.0.transformer_blocks.9.attn2.processor.to_k_lora", "unet", "mid_block.attentions.0.transformer_blocks.9.attn2.to_k")]
    [InlineData("mid_block.attentions.0.transformer_blocks.9.attn1.processor.to_out_lora", "unet", "mid_block.attentions.0.transformer_blocks.9.attn1.to_out.0")]
    [InlineData("text_encoder.encoder.layers.3.mlp.fc1", "text_encoder", "text_model.encoder.layers.3.mlp.fc1")]
    [InlineData("text_encoder_2.text_model.encoder.layers.31.self_attn.to_out_lora", "text_encoder_2", "text_model.encoder.layers.31.self_attn.out_proj")]
    [InlineData("text_encoder.text_model.encoder.layers.3.self_attn.to_v_lora", "text_encoder", "text_model.encoder.layers.3.self_attn.v_proj")]
    [InlineData("lora_te2_text_projection", "text_encoder_2", "text_projection")]
    public void Find_NameOfSdxl_IsTheModule(string name, string network, string module) => AssertNames(Targets("sdxl"), name, network, module);

    [Theory]
    [InlineData("lora_te_text_model_encoder_layers_3_mlp_fc1")]
    [InlineData("lora_unet_down_blocks_0_attentions_0_proj_in")]
    [InlineData("lora_unet_")]
    [InlineData("")]
    public void Find_NameThatSdxlHasNot_IsNothing(string name) => Assert.Null(Targets("sdxl").Find(name));

    private static AdapterTargets Targets(string family) =>
        new(Described(UNetLayout.Of(PublishedModels.UNet(family))), [.. PublishedModels.Encoders(family).Select(encoder => Described(PublishedModels.Layout(encoder)))]);

    private static FakeNetwork Described(IEnumerable<NeededTensor> layout) => new([.. layout.Select(tensor => (tensor.Name, tensor.Shape))]);

    private static (string Name, bool IsLayer)[] Modules(IEnumerable<NeededTensor> layout) =>
    [
        .. layout.Where(tensor => tensor.Name.EndsWith(".weight", StringComparison.Ordinal)).Select(tensor => (tensor.Name[..^".weight".Length], tensor.Shape.Length > 1)),
    ];

    private static string Flat(string module) => module.Replace('.', '_');

    private static void AssertNames(AdapterTargets targets, string name, string network, string module)
    {
        var target = targets.Find(name);
        Assert.Equal((network, module), (target?.Network, target?.Module));
    }
}
