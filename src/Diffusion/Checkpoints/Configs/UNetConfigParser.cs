namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>Reads <see cref="UNetConfig"/>.</summary>
internal static class UNetConfigParser
{
    private const string PlainUp = "UpBlock2D", AttentionUp = "CrossAttnUpBlock2D";

    public static UNetConfig Parse(ConfigFile file)
    {
        file.Only("_class_name", "\"UNet2DConditionModel\"");
        RefuseUnsupported(file);
        var perBlock = TrunkConfigParser.PerBlock(file, isUNet: true);
        var timeEmbedDim = file.Int("time_embedding_dim", perBlock.Channels[0] * 4, 1, 4 * ConfigLimits.Channels);
        var config = new UNetConfig
        {
            Trunk = TrunkConfigParser.Parse(file, perBlock, timeEmbedDim),
            UpBlocks = UpBlocks(file, perBlock),
            OutChannels = file.Int("out_channels", 4, 1, ConfigLimits.Channels),
            SampleSize = SampleSize(file),
            TimeCondProjDim = file.OptionalInt("time_cond_proj_dim", 2, ConfigLimits.Channels),
            CenterInputSample = file.Bool("center_input_sample", false),
        };
        file.RejectUnknown(TrunkConfigParser.Harmless);
        HeadsCheck.Run(file, config.Trunk, config.UpBlocks);
        return config;
    }

    private static List<BlockConfig> UpBlocks(ConfigFile file, PerBlockConfig down)
    {
        var types = file.Choices("up_block_types", [PlainUp, AttentionUp, AttentionUp, AttentionUp], ConfigLimits.Blocks, AttentionUp, PlainUp);
        if (types.Count != down.Channels.Count)
        {
            throw file.Refuse("up_block_types", $"it must have as many entries as 'down_block_types', {down.Channels.Count}");
        }

        // The way up reads every list backwards and has a resnet more per block.
        var last = types.Count - 1;
        var layers = down.Layers.Reverse().Select(count => count + 1).ToArray();
        var depths = TransformerLayers(file, down, layers);
        var blocks = new List<BlockConfig>();
        for (var i = 0; i <= last; i++)
        {
            var attention = types[i] == AttentionUp ? down.Attention(last - i) with { TransformerLayers = depths[i] } : null;
            blocks.Add(new BlockConfig($"up_blocks.{i}", down.Channels[last - i], ResnetInputs(down.Channels, i, layers[i]), attention, Resamples: i < last));
        }

        return blocks;
    }

    /// <summary>What comes from the block before (from this block, after its first resnet) plus the skip, whose last was made by the next finer block's downsampler.</summary>
    private static int[] ResnetInputs(IReadOnlyList<int> channels, int i, int layers)
    {
        var last = channels.Count - 1;
        var (own, before, finer) = (channels[last - i], channels[Math.Min(last - i + 1, last)], channels[Math.Max(last - i - 1, 0)]);
        return [.. Enumerable.Range(0, layers).Select(j => (j == 0 ? before : own) + (j == layers - 1 ? finer : own))];
    }

    private static IReadOnlyList<IReadOnlyList<int>> TransformerLayers(ConfigFile file, PerBlockConfig down, int[] upLayers)
    {
        const string Key = "reverse_transformer_layers_per_block";
        if (file.Has(Key))
        {
            return file.IntPerLayer(Key, 1, upLayers, 0, ConfigLimits.TransformerLayers);
        }

        return file.IsNested("transformer_layers_per_block")
            ? throw file.Refuse(Key, "it is needed where an entry of 'transformer_layers_per_block' is a list")
            : [.. down.TransformerLayers.Reverse().Select((depths, i) => Enumerable.Repeat(depths[0], upLayers[i]).ToArray())];
    }

    private static int? SampleSize(ConfigFile file)
    {
        if (!file.IsList("sample_size"))
        {
            return file.OptionalInt("sample_size", 1, ConfigLimits.Side);
        }

        var sides = file.Ints("sample_size", [], 2, 1, ConfigLimits.Side);
        return sides.Distinct().Count() == 1 ? sides[0] : throw file.Refuse("sample_size", "height and width must be equal");
    }

    private static void RefuseUnsupported(ConfigFile file)
    {
        file.Only("dual_cross_attention", "false");
        file.Only("attention_type", "\"default\"");
        file.Only("time_embedding_type", "\"positional\"");
        file.Only("timestep_post_act");
        file.Only("time_embedding_act_fn");
        file.Only("class_embeddings_concat", "false");
        file.Only("resnet_skip_time_act", "false");
        file.Only("resnet_out_scale_factor", "1", "1.0");
        file.Only("cross_attention_norm");
        file.Only("conv_in_kernel", "3");
        file.Only("conv_out_kernel", "3");

        // Read by UNetMidBlock2DSimpleCrossAttn alone, which is refused.
        file.Only("mid_block_only_cross_attention", "false", "true");
    }
}
