namespace SwiftDiffusion.Diffusion.Checkpoints.Naming;

/// <summary>The names of VAEs in LDM, whose decoder counts resolutions from the finest, and those of diffusers before version 0.18.</summary>
internal static class OriginalVaeNames
{
    private static readonly (string Original, string Diffusers)[] MiddleParts =
    [
        ("mid.block_1", "mid_block.resnets.0"),
        ("mid.block_2", "mid_block.resnets.1"),
        ("mid.attn_1.norm", "mid_block.attentions.0.group_norm"),
        ("mid.attn_1.q", "mid_block.attentions.0.to_q"),
        ("mid.attn_1.k", "mid_block.attentions.0.to_k"),
        ("mid.attn_1.v", "mid_block.attentions.0.to_v"),
        ("mid.attn_1.proj_out", "mid_block.attentions.0.to_out.0"),
        ("conv_in", "conv_in"),
        ("norm_out", "conv_norm_out"),
        ("conv_out", "conv_out"),
    ];

    private static readonly (string Original, string Diffusers)[] OldAttentionParts =
        [("query", "to_q"), ("key", "to_k"), ("value", "to_v"), ("proj_attn", "to_out.0")];

    /// <summary>The table of a VAE with these modules.</summary>
    public static ModuleMap Map(ModuleSet modules)
    {
        var map = new ModuleMap();
        map.AddParts("encoder", "encoder", MiddleParts);
        map.AddParts("decoder", "decoder", MiddleParts);
        map.Add("quant_conv", "quant_conv");
        map.Add("post_quant_conv", "post_quant_conv");
        for (var i = 0; modules.Contains($"encoder.down.{i}"); i++)
        {
            AddResnets(map, modules, $"encoder.down.{i}", $"encoder.down_blocks.{i}");
            map.Add($"encoder.down.{i}.downsample.conv", $"encoder.down_blocks.{i}.downsamplers.0.conv");
        }

        var levels = modules.Count("decoder.up.");
        for (var i = 0; i < levels; i++)
        {
            AddResnets(map, modules, $"decoder.up.{i}", $"decoder.up_blocks.{levels - 1 - i}");
            map.Add($"decoder.up.{i}.upsample.conv", $"decoder.up_blocks.{levels - 1 - i}.upsamplers.0.conv");
        }

        return map;
    }

    /// <summary>The table of a VAE that diffusers has written: nothing changes but the attentions' names of old.</summary>
    public static ModuleMap MapDiffusers(ModuleSet modules)
    {
        var map = new ModuleMap();
        foreach (var module in (string[])["encoder", "decoder", "quant_conv", "post_quant_conv"])
        {
            map.Add(module, module);
        }

        foreach (var attention in ((string[])["encoder.mid_block.attentions.0", "decoder.mid_block.attentions.0"]).Where(name => modules.Contains($"{name}.query")))
        {
            map.AddParts(attention, attention, OldAttentionParts);
        }

        return map;
    }

    private static void AddResnets(ModuleMap map, ModuleSet modules, string original, string diffusers)
    {
        for (var j = 0; modules.Contains($"{original}.block.{j}"); j++)
        {
            map.Add($"{original}.block.{j}", $"{diffusers}.resnets.{j}");
            map.Add($"{original}.block.{j}.nin_shortcut", $"{diffusers}.resnets.{j}.conv_shortcut");
        }
    }
}
