namespace SwiftDiffusion.Diffusion.Checkpoints.Naming;

/// <summary>The names of ControlNets in the code of their paper (arXiv:2302.05543): a trunk named as in LDM, and what joins it to the UNet.</summary>
internal static class OriginalControlNetNames
{
    /// <summary>The table of a ControlNet with these modules.</summary>
    public static ModuleMap Map(ModuleSet modules)
    {
        var map = new ModuleMap();
        OriginalUNetNames.AddTrunk(map, modules);
        for (var k = 0; modules.Contains($"zero_convs.{k}.0"); k++)
        {
            map.Add($"zero_convs.{k}.0", $"controlnet_down_blocks.{k}");
        }

        map.Add("middle_block_out.0", "controlnet_mid_block");
        AddHint(map, modules);
        return map;
    }

    /// <summary>The hint block counts its activations too, so its convolutions have even numbers; the first and the last have names of their own in diffusers.</summary>
    private static void AddHint(ModuleMap map, ModuleSet modules)
    {
        const string Original = "input_hint_block", Diffusers = "controlnet_cond_embedding";
        var last = 0;
        while (modules.Contains(Numbered(last + 2)))
        {
            last += 2;
        }

        map.Add(Numbered(0), $"{Diffusers}.conv_in");
        for (var n = 2; n < last; n += 2)
        {
            map.Add(Numbered(n), $"{Diffusers}.blocks.{(n / 2) - 1}");
        }

        if (last > 0)
        {
            map.Add(Numbered(last), $"{Diffusers}.conv_out");
        }

        static string Numbered(int n) => $"{Original}.{n}";
    }
}
