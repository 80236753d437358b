using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Networks;

/// <summary>The decoder of AutoencoderKL (arXiv:2112.10752): latents to pixels, each of which takes 8 by 8 of them where there are four blocks.</summary>
internal static class VaeDecoder
{
    /// <summary>Name of the input <c>[batch, latent channels, height, width]</c>, already divided by the scaling factor.</summary>
    public const string Input = "latent";

    /// <summary>Name of the output <c>[batch, 3, 8·height, 8·width]</c>, about -1 to 1.</summary>
    public const string Output = "image";

    /// <summary>Writes the graph.</summary>
    public static OnnxModel Build(VaeConfig config)
    {
        var graph = new OnnxGraph("vae.decoder");
        var channels = config.BlockOutChannels.Reverse().ToArray();
        var h = graph.Input(Input, "batch", $"{config.LatentChannels}", "height", "width");
        if (config.UsePostQuantConv)
        {
            h = graph.Conv("post_quant_conv", h, config.LatentChannels, config.LatentChannels, kernel: 1);
        }

        h = graph.Conv("decoder.conv_in", h, config.LatentChannels, channels[0]);
        h = new VaeMidBlock("decoder.mid_block", channels[0], config).Write(graph, h);
        var inputs = channels[0];
        for (var i = 0; i < channels.Length; i++)
        {
            for (var j = 0; j <= config.LayersPerBlock; j++)
            {
                h = new ResnetBlock($"decoder.up_blocks.{i}.resnets.{j}", inputs, channels[i], config.NormGroups, VaeMidBlock.NormEpsilon).Write(graph, h);
                inputs = channels[i];
            }

            if (i < channels.Length - 1)
            {
                var upsampler = $"decoder.up_blocks.{i}.upsamplers.0";
                h = graph.Conv($"{upsampler}.conv", graph.UpsampleNearest(upsampler, h), channels[i], channels[i]);
            }
        }

        h = graph.GroupNorm("decoder.conv_norm_out", h, channels[^1], config.NormGroups, VaeMidBlock.NormEpsilon);
        graph.Output(graph.Conv("decoder.conv_out", graph.Silu("decoder.conv_act", h), channels[^1], config.ImageChannels), Output);
        return graph.Build();
    }
}
