namespace SwiftDiffusion.Diffusion.Checkpoints.Naming;

/// <summary>The names of UNets in Stability's own code (LDM, and SGM for SDXL), where blocks are numbered through instead of grouped by resolution.</summary>
internal static class OriginalUNetNames
{
    private static readonly (string Original, string Diffusers)[] Ends =
    [
        ("time_embed.0", "time_embedding.linear_1"),
        ("time_embed.2", "time_embedding.linear_2"),
        ("time_embed.cond_proj", "time_embedding.cond_proj"),
        ("label_emb.0.0", "add_embedding.linear_1"),
        ("label_emb.0.2", "add_embedding.linear_2"),
        ("input_blocks.0.0", "conv_in"),
        ("out.0", "conv_norm_out"),
        ("out.2", "conv_out"),
    ];

    private static readonly (string Original, string Diffusers)[] ResnetParts =
    [
        ("in_layers.0", "norm1"),
        ("in_layers.2", "conv1"),
        ("emb_layers.1", "time_emb_proj"),
        ("out_layers.0", "norm2"),
        ("out_layers.3", "conv2"),
        ("skip_connection", "conv_shortcut"),
    ];

    // Within a transformer both name alike. Listed, so that what isn't there in diffusers stays without a place.
    private static readonly (string Original, string Diffusers)[] TransformerParts =
        [.. ((string[])["norm", "proj_in", "transformer_blocks", "proj_out"]).Select(part => (part, part))];

    /// <summary>The table of a UNet with these modules.</summary>
    public static ModuleMap Map(ModuleSet modules)
    {
        var map = new ModuleMap();
        AddTrunk(map, modules);
        var (level, resnet) = (0, 0);
        for (var n = 0; modules.Contains($"output_blocks.{n}.0.in_layers"); n++)
        {
            var block = $"output_blocks.{n}";
            AddResnet(map, modules, block, $"up_blocks.{level}", resnet++);

            // The upsampler is the last part of a resolution's last block, behind its transformer where there is one.
            if (((string[])[$"{block}.1.conv", $"{block}.2.conv"]).FirstOrDefault(modules.Contains) is { } upsampler)
            {
                map.Add(upsampler, $"up_blocks.{level}.upsamplers.0.conv");
                (level, resnet) = (level + 1, 0);
            }
        }

        return map;
    }

    /// <summary>
    /// The table from diffusers to the original, of a UNet with these modules in diffusers. LoRAs write original names with underscores for dots: such a name cannot be read,
    /// only written and compared.
    /// </summary>
    public static ModuleMap ToOriginal(ModuleSet modules)
    {
        var map = new ModuleMap();
        foreach (var (original, diffusers) in Ends)
        {
            map.Add(diffusers, original);
        }

        AddOriginalParts(map, modules, "mid_block", 0, "middle_block");
        map.AddParts("mid_block.resnets.1", "middle_block.2", Reversed(ResnetParts));
        var n = 1;
        for (var level = 0; modules.Contains($"down_blocks.{level}"); level++)
        {
            n = AddOriginalBlock(map, modules, $"down_blocks.{level}", "input_blocks", n);
            if (modules.Contains($"down_blocks.{level}.downsamplers"))
            {
                map.Add($"down_blocks.{level}.downsamplers.0.conv", $"input_blocks.{n++}.0.op");
            }
        }

        n = 0;
        for (var level = 0; modules.Contains($"up_blocks.{level}"); level++)
        {
            n = AddOriginalBlock(map, modules, $"up_blocks.{level}", "output_blocks", n);
            if (modules.Contains($"up_blocks.{level}.upsamplers"))
            {
                map.Add($"up_blocks.{level}.upsamplers.0.conv", $"output_blocks.{n - 1}.{(modules.Contains($"up_blocks.{level}.attentions") ? 2 : 1)}.conv");
            }
        }

        return map;
    }

    private static int AddOriginalBlock(ModuleMap map, ModuleSet modules, string block, string blocks, int n)
    {
        for (var resnet = 0; modules.Contains($"{block}.resnets.{resnet}"); resnet++)
        {
            AddOriginalParts(map, modules, block, resnet, $"{blocks}.{n++}");
        }

        return n;
    }

    private static void AddOriginalParts(ModuleMap map, ModuleSet modules, string block, int index, string original)
    {
        map.AddParts($"{block}.resnets.{index}", $"{original}.0", Reversed(ResnetParts));
        if (modules.Contains($"{block}.attentions.{index}"))
        {
            map.AddParts($"{block}.attentions.{index}", $"{original}.1", Reversed(TransformerParts));
        }
    }

    private static IEnumerable<(string, string)> Reversed((string Original, string Diffusers)[] parts) => parts.Select(part => (part.Diffusers, part.Original));

    /// <summary>Adds what a UNet's encoder half and a ControlNet have in common.</summary>
    public static void AddTrunk(ModuleMap map, ModuleSet modules)
    {
        foreach (var (original, diffusers) in Ends)
        {
            map.Add(original, diffusers);
        }

        var (level, resnet) = (0, 0);
        for (var n = 1; modules.Contains($"input_blocks.{n}"); n++)
        {
            var block = $"input_blocks.{n}";
            if (modules.Contains($"{block}.0.op"))
            {
                map.Add($"{block}.0.op", $"down_blocks.{level}.downsamplers.0.conv");
                (level, resnet) = (level + 1, 0);
            }
            else
            {
                AddResnet(map, modules, block, $"down_blocks.{level}", resnet++);
            }
        }

        map.AddParts("middle_block.0", "mid_block.resnets.0", ResnetParts);
        map.AddParts("middle_block.1", "mid_block.attentions.0", TransformerParts);
        map.AddParts("middle_block.2", "mid_block.resnets.1", ResnetParts);
    }

    private static void AddResnet(ModuleMap map, ModuleSet modules, string original, string diffusers, int index)
    {
        map.AddParts($"{original}.0", $"{diffusers}.resnets.{index}", ResnetParts);
        if (modules.Contains($"{original}.1.norm"))
        {
            map.AddParts($"{original}.1", $"{diffusers}.attentions.{index}", TransformerParts);
        }
    }
}
