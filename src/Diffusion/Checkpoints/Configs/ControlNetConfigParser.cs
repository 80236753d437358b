namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>Reads <see cref="ControlNetConfig"/>.</summary>
internal static class ControlNetConfigParser
{
    // The first release of the union ControlNet spells its class in its own way.
    private const string Plain = "ControlNetModel", Union = "ControlNetUnionModel", FirstUnion = "ControlNetModel_Union";

    public static ControlNetConfig Parse(ConfigFile file)
    {
        var isUnion = file.Choice("_class_name", Plain, Plain, Union, FirstUnion) != Plain || file.Has("num_control_type");
        var perBlock = TrunkConfigParser.PerBlock(file, isUNet: false);
        RefuseLists(file);
        var trunk = TrunkConfigParser.Parse(file, perBlock, perBlock.Channels[0] * 4);
        if (trunk.Mid is null)
        {
            throw file.Refuse("mid_block_type", "a ControlNet needs a middle block");
        }

        var config = new ControlNetConfig
        {
            Trunk = trunk,
            ConditioningChannels = file.Int("conditioning_channels", 3, 1, ConfigLimits.Channels),
            ConditioningWidths = file.Ints("conditioning_embedding_out_channels", isUnion ? [48, 96, 192, 384] : [16, 32, 96, 256], ConfigLimits.Blocks, 1, ConfigLimits.Channels),
            IsBgr = file.Choice("controlnet_conditioning_channel_order", "rgb", "rgb", "bgr") == "bgr",
            GlobalPool = file.Bool("global_pool_conditions", false),
            Union = isUnion ? UnionParts(file, trunk) : null,
        };
        file.RejectUnknown(TrunkConfigParser.Harmless);
        HeadsCheck.Run(file, trunk, []);
        return config;
    }

    private static UnionConfig UnionParts(ConfigFile file, TrunkConfig trunk)
    {
        var heads = file.Int("num_trans_head", 8, 1, ConfigLimits.Channels);
        var channels = file.Int("num_trans_channel", 320, 1, ConfigLimits.Channels);
        if (channels % heads != 0)
        {
            throw file.Refuse("num_trans_channel", $"it must be a multiple of 'num_trans_head', {heads}");
        }

        // Both are added to what conv_in puts out.
        var projection = file.Int("num_proj_channel", 320, 1, ConfigLimits.Channels);
        if (channels != trunk.ModelChannels || projection != trunk.ModelChannels)
        {
            throw file.Refuse(channels != trunk.ModelChannels ? "num_trans_channel" : "num_proj_channel", $"it must equal the first of 'block_out_channels', {trunk.ModelChannels}");
        }

        return trunk.TextTime is { } textTime
            ? new UnionConfig(file.Int("num_control_type", 6, 1, 64), channels, heads, file.Int("num_trans_layer", 1, 1, ConfigLimits.TransformerLayers), projection, textTime.TimeEmbedDim)
            : throw file.Refuse("addition_embed_type", "a union ControlNet needs text_time");
    }

    /// <summary>diffusers takes a list for these in UNets alone.</summary>
    private static void RefuseLists(ConfigFile file)
    {
        foreach (var key in (string[])["layers_per_block", "cross_attention_dim"])
        {
            if (file.IsList(key))
            {
                throw file.Refuse(key, "a ControlNet needs a single number");
            }
        }

        if (file.IsNested("transformer_layers_per_block"))
        {
            throw file.Refuse("transformer_layers_per_block", "a ControlNet needs a number, or a list of numbers");
        }
    }
}
