using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>The encoder of AutoencoderKL (arXiv:2112.10752): pixels to the mean and the logarithm of the variance of their latents.</summary>
internal static class VaeEncoder
{
    /// <summary>Name of the input <c>[batch, 3, height, width]</c>, -1 to 1.</summary>
    public const string Input = "image";

    /// <summary>Name of the output <c>[batch, 2·latent channels, height/8, width/8]</c>: the means, then the logarithms of the variances.</summary>
    public const string Output = "moments";

    /// <summary>Writes the graph.</summary>
    public static OnnxModel Build(VaeConfig config)
    {
        var graph = new OnnxGraph("vae.encoder");
        var channels = config.BlockOutChannels;
        var moments = 2 * config.LatentChannels;
        var h = graph.Conv("encoder.conv_in", graph.Input(Input, "batch", $"{config.ImageChannels}", "height", "width"), config.ImageChannels, channels[0]);
        var inputs = channels[0];
        for (var i = 0; i < channels.Count; i++)
        {
            for (var j = 0; j < config.LayersPerBlock; j++)
            {
                h = new ResnetBlock($"encoder.down_blocks.{i}.resnets.{j}", inputs, channels[i], config.NormGroups, VaeMidBlock.NormEpsilon).Write(graph, h);
                inputs = channels[i];
            }

            if (i < channels.Count - 1)
            {
                // Padded at the right and the bottom alone, unlike the UNet's.
                h = graph.Conv($"encoder.down_blocks.{i}.downsamplers.0.conv", h, channels[i], channels[i], stride: 2, padding: [0, 0, 1, 1]);
            }
        }

        h = new VaeMidBlock("encoder.mid_block", inputs, config).Write(graph, h);
        h = graph.GroupNorm("encoder.conv_norm_out", h, inputs, config.NormGroups, VaeMidBlock.NormEpsilon);
        h = graph.Conv("encoder.conv_out", graph.Silu("encoder.conv_act", h), inputs, moments);
        graph.Output(config.UseQuantConv ? graph.Conv("quant_conv", h, moments, moments, kernel: 1) : h, Output);
        return graph.Build();
    }
}
