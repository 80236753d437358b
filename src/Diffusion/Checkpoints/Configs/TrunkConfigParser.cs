namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>Reads the keys that UNets and ControlNets share. Key by key as in diffusers' <c>UNet2DConditionModel</c>, including what absent keys mean.</summary>
internal static class TrunkConfigParser
{
    private const string PlainDown = "DownBlock2D", AttentionDown = "CrossAttnDownBlock2D";
    private const string PlainMid = "UNetMidBlock2D", AttentionMid = "UNetMidBlock2DCrossAttn";

    /// <summary>What remains in the UNet's way: numbers that only training reads.</summary>
    public static IReadOnlySet<string> Harmless { get; } = new HashSet<string>
    {
        "addition_embed_type_num_heads", "dropout", "decay", "inv_gamma", "min_decay", "optimization_step", "power", "update_after_step", "use_ema_warmup",
    };

    /// <summary>Reads the trunk. <paramref name="perBlock"/> has been read from the same file.</summary>
    public static TrunkConfig Parse(ConfigFile file, PerBlockConfig perBlock, int timeEmbedDim)
    {
        RefuseUnsupported(file);
        return new TrunkConfig
        {
            InChannels = file.Int("in_channels", 4, 1, ConfigLimits.Channels),
            DownBlocks = [.. perBlock.Channels.Select((_, i) => DownBlock(perBlock, i))],
            Mid = Mid(file, perBlock),
            UseLinearProjection = file.Bool("use_linear_projection", false),
            NormGroups = perBlock.NormGroups,
            NormEps = file.Number("norm_eps", 1e-5, 1e-12, 1),
            FlipSinToCos = file.Bool("flip_sin_to_cos", true),
            FreqShift = file.Number("freq_shift", 0, 0, 1),
            TimeEmbedDim = timeEmbedDim,
            DownsamplePadding = file.Int("downsample_padding", 1, 0, 1),
            UpcastAttention = file.Bool("upcast_attention", false),
            TextTime = TextTime(file),
        };
    }

    /// <summary>Reads the lists that have an entry per block.</summary>
    public static PerBlockConfig PerBlock(ConfigFile file, bool isUNet)
    {
        var types = file.Choices("down_block_types", [AttentionDown, AttentionDown, AttentionDown, PlainDown], ConfigLimits.Blocks, AttentionDown, PlainDown);
        var channels = file.Ints("block_out_channels", [320, 640, 1280, 1280], ConfigLimits.Blocks, 1, ConfigLimits.Channels);
        if (channels.Count != types.Count)
        {
            throw file.Refuse("block_out_channels", $"it must have as many entries as 'down_block_types', {types.Count}");
        }

        var blocks = types.Count;
        var layers = file.IntPerBlock("layers_per_block", 2, blocks, 1, ConfigLimits.Layers);
        if (isUNet)
        {
            // diffusers refuses the key in UNets too: the number of heads is called attention_head_dim there.
            file.Only("num_attention_heads");
        }

        return new PerBlockConfig
        {
            Channels = channels,
            Layers = layers,
            HasAttention = [.. types.Select(type => type == AttentionDown)],
            Heads = file.IntPerBlock(file.Has("num_attention_heads") ? "num_attention_heads" : "attention_head_dim", 8, blocks, 1, ConfigLimits.Channels),
            CrossAttentionDim = file.IntPerBlock("cross_attention_dim", 1280, blocks, 1, ConfigLimits.Channels),
            TransformerLayers = file.IntPerLayer("transformer_layers_per_block", 1, layers, 0, ConfigLimits.TransformerLayers),
            OnlyCrossAttention = file.BoolPerBlock("only_cross_attention", false, blocks),
            NormGroups = NormGroups(file, channels),
        };
    }

    private static int NormGroups(ConfigFile file, IReadOnlyList<int> channels)
    {
        var groups = file.IsNull("norm_num_groups") ? throw file.Refuse("norm_num_groups", "a number is needed") : file.Int("norm_num_groups", 32, 1, ConfigLimits.Channels);
        return channels.All(count => count % groups == 0) ? groups : throw file.Refuse("norm_num_groups", "it must divide every entry of 'block_out_channels'");
    }

    private static BlockConfig DownBlock(PerBlockConfig perBlock, int i)
    {
        var channels = perBlock.Channels[i];
        var before = perBlock.Channels[Math.Max(i - 1, 0)];
        return new BlockConfig(
            $"down_blocks.{i}",
            channels,
            [before, .. Enumerable.Repeat(channels, perBlock.Layers[i] - 1)],
            perBlock.HasAttention[i] ? perBlock.Attention(i) : null,
            Resamples: i < perBlock.Channels.Count - 1);
    }

    private static MidBlockConfig? Mid(ConfigFile file, PerBlockConfig perBlock)
    {
        if (file.IsNull("mid_block_type"))
        {
            return null;
        }

        var type = file.Choice("mid_block_type", AttentionMid, AttentionMid, PlainMid);
        var last = perBlock.Channels.Count - 1;

        // The middle takes the last entry of every list, and the first of its layers; it never reads only_cross_attention.
        var attention = type == PlainMid ? null : perBlock.Attention(last) with { TransformerLayers = [perBlock.TransformerLayers[last][0]], OnlyCrossAttention = false };
        return new MidBlockConfig(perBlock.Channels[last], attention);
    }

    private static TextTimeConfig? TextTime(ConfigFile file)
    {
        file.Only("addition_embed_type", "\"text_time\"");
        var timeDim = file.OptionalInt("addition_time_embed_dim", 2, ConfigLimits.Channels);
        var inputDim = file.OptionalInt("projection_class_embeddings_input_dim", 1, ConfigLimits.Channels);
        if (!file.Has("addition_embed_type"))
        {
            return null;
        }

        if (timeDim is not { } time || time % 2 != 0)
        {
            throw file.Refuse("addition_time_embed_dim", "text_time needs an even number");
        }

        return inputDim > TextTimeConfig.TimeIds * time
            ? new TextTimeConfig(time, inputDim.Value)
            : throw file.Refuse("projection_class_embeddings_input_dim", $"text_time needs more than {TextTimeConfig.TimeIds} x 'addition_time_embed_dim', {TextTimeConfig.TimeIds * time}");
    }

    private static void RefuseUnsupported(ConfigFile file)
    {
        file.Only("act_fn", "\"silu\"", "\"swish\"");
        file.Only("class_embed_type");
        file.Only("num_class_embeds");
        file.Only("encoder_hid_dim");
        file.Only("encoder_hid_dim_type");
        file.Only("resnet_time_scale_shift", "\"default\"");
        file.Only("mid_block_scale_factor", "1", "1.0");
    }
}
