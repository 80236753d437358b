namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>Reads <see cref="VaeConfig"/>; what absent keys mean is as in diffusers' <c>AutoencoderKL</c>.</summary>
internal static class VaeConfigParser
{
    private const string Down = "DownEncoderBlock2D", Up = "UpDecoderBlock2D";

    public static VaeConfig Parse(ConfigFile file)
    {
        file.Only("_class_name", "\"AutoencoderKL\"");
        file.Only("act_fn", "\"silu\"", "\"swish\"");
        file.Only("shift_factor");
        var channels = file.Ints("block_out_channels", [64], ConfigLimits.Blocks, 1, ConfigLimits.Channels);
        CheckBlocks(file, channels.Count);
        var latents = file.Int("latent_channels", 4, 1, 64);
        var config = new VaeConfig
        {
            BlockOutChannels = channels,
            LayersPerBlock = file.Int("layers_per_block", 1, 1, ConfigLimits.Layers),
            ImageChannels = file.Int("in_channels", 3, 1, 4),
            LatentChannels = latents,
            NormGroups = file.Int("norm_num_groups", 32, 1, ConfigLimits.Channels),
            SampleSize = file.Int("sample_size", 32, 1, ConfigLimits.Side),
            ScalingFactor = file.Number("scaling_factor", 0.18215, 1e-6, 1e6),
            LatentsMean = file.OptionalNumbers("latents_mean", latents, -1e6, 1e6),
            LatentsStd = file.OptionalNumbers("latents_std", latents, 1e-6, 1e6),
            ForceUpcast = file.Bool("force_upcast", true),
            UseQuantConv = file.Bool("use_quant_conv", true),
            UsePostQuantConv = file.Bool("use_post_quant_conv", true),
            MidBlockAddAttention = file.Bool("mid_block_add_attention", true),
        };
        Check(file, config);
        file.RejectUnknown(TrunkConfigParser.Harmless);
        return config;
    }

    private static void CheckBlocks(ConfigFile file, int blocks)
    {
        var down = file.Choices("down_block_types", [Down], ConfigLimits.Blocks, Down);
        var up = file.Choices("up_block_types", [Up], ConfigLimits.Blocks, Up);
        if (down.Count != blocks || up.Count != blocks)
        {
            throw file.Refuse(down.Count != blocks ? "down_block_types" : "up_block_types", $"it must have as many entries as 'block_out_channels', {blocks}");
        }
    }

    private static void Check(ConfigFile file, VaeConfig config)
    {
        if (config.BlockOutChannels.Any(channels => channels % config.NormGroups != 0))
        {
            throw file.Refuse("norm_num_groups", "it must divide every entry of 'block_out_channels'");
        }

        if (file.Int("out_channels", 3, 1, 4) != config.ImageChannels)
        {
            throw file.Refuse("out_channels", $"it must equal 'in_channels', {config.ImageChannels}");
        }

        if (config.LatentsMean is null != config.LatentsStd is null)
        {
            throw file.Refuse(config.LatentsMean is null ? "latents_mean" : "latents_std", "'latents_mean' and 'latents_std' go together");
        }
    }
}
