using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Checkpoints.Layouts;

/// <summary>The tensors of an AutoencoderKL.</summary>
internal static class VaeLayout
{
    public static IReadOnlyList<NeededTensor> Of(VaeConfig config)
    {
        var layout = new TensorLayout();
        WriteEncoder(layout, config);
        WriteDecoder(layout, config);
        return layout.Tensors;
    }

    private static void WriteEncoder(TensorLayout layout, VaeConfig config)
    {
        var (channels, moments) = (config.BlockOutChannels, 2 * config.LatentChannels);
        layout.Conv("encoder.conv_in", config.ImageChannels, channels[0]);
        for (var i = 0; i < channels.Count; i++)
        {
            var block = $"encoder.down_blocks.{i}";
            WriteResnets(layout, block, channels[Math.Max(i - 1, 0)], channels[i], config.LayersPerBlock);
            if (i < channels.Count - 1)
            {
                layout.Conv($"{block}.downsamplers.0.conv", channels[i], channels[i]);
            }
        }

        WriteMiddle(layout, "encoder.mid_block", channels[^1], config);
        layout.Norm("encoder.conv_norm_out", channels[^1]);
        layout.Conv("encoder.conv_out", channels[^1], moments);
        if (config.UseQuantConv)
        {
            layout.Conv("quant_conv", moments, moments, kernel: 1);
        }
    }

    private static void WriteDecoder(TensorLayout layout, VaeConfig config)
    {
        int[] channels = [.. config.BlockOutChannels.Reverse()];
        if (config.UsePostQuantConv)
        {
            layout.Conv("post_quant_conv", config.LatentChannels, config.LatentChannels, kernel: 1);
        }

        layout.Conv("decoder.conv_in", config.LatentChannels, channels[0]);
        WriteMiddle(layout, "decoder.mid_block", channels[0], config);
        for (var i = 0; i < channels.Length; i++)
        {
            var block = $"decoder.up_blocks.{i}";
            WriteResnets(layout, block, channels[Math.Max(i - 1, 0)], channels[i], config.LayersPerBlock + 1);
            if (i < channels.Length - 1)
            {
                layout.Conv($"{block}.upsamplers.0.conv", channels[i], channels[i]);
            }
        }

        layout.Norm("decoder.conv_norm_out", channels[^1]);
        layout.Conv("decoder.conv_out", channels[^1], config.ImageChannels);
    }

    private static void WriteResnets(TensorLayout layout, string block, int before, int channels, int count)
    {
        for (var j = 0; j < count; j++)
        {
            layout.Resnet($"{block}.resnets.{j}", j == 0 ? before : channels, channels, timeWidth: null);
        }
    }

    private static void WriteMiddle(TensorLayout layout, string module, int channels, VaeConfig config)
    {
        layout.Resnet($"{module}.resnets.0", channels, channels, timeWidth: null);
        layout.Resnet($"{module}.resnets.1", channels, channels, timeWidth: null);
        if (config.MidBlockAddAttention)
        {
            layout.Norm($"{module}.attentions.0.group_norm", channels);
            foreach (var projection in (string[])["to_q", "to_k", "to_v", "to_out.0"])
            {
                layout.Linear($"{module}.attentions.0.{projection}", channels, channels);
            }
        }
    }
}
