using System.Text.Json.Nodes;

namespace SwiftDiffusion.Diffusion.Checkpoints.Derived;

/// <summary>Writes the config.json of a VAE from its tensors.</summary>
internal static class VaeDerivation
{
    /// <summary>Derives the configuration.</summary>
    /// <param name="tensors">Under diffusers' names.</param>
    /// <param name="scalingFactor">What latents are multiplied by, which no tensor tells.</param>
    /// <param name="sampleSize">Side of the pictures it was trained on.</param>
    public static JsonObject Derive(ITensorSource tensors, double scalingFactor, int sampleSize)
    {
        var outline = new TensorOutline(tensors);
        int[] channels = [.. Enumerable.Range(0, outline.Count("encoder.down_blocks.")).Select(i => outline.Length($"encoder.down_blocks.{i}.resnets.0.conv1.weight", 0))];
        return new JsonObject
        {
            ["_class_name"] = "AutoencoderKL",
            ["in_channels"] = outline.Length("encoder.conv_in.weight", 1),
            ["out_channels"] = outline.Length("decoder.conv_out.weight", 0),
            ["block_out_channels"] = TensorOutline.List(channels),
            ["down_block_types"] = TensorOutline.List(channels.Select(_ => "DownEncoderBlock2D")),
            ["up_block_types"] = TensorOutline.List(channels.Select(_ => "UpDecoderBlock2D")),
            ["layers_per_block"] = outline.Count("encoder.down_blocks.0.resnets."),
            ["latent_channels"] = outline.Length("decoder.conv_in.weight", 1),
            ["norm_num_groups"] = PublishedSizes.GroupsOf(channels),
            ["scaling_factor"] = scalingFactor,
            ["sample_size"] = sampleSize,
            ["use_quant_conv"] = outline.Has("quant_conv"),
            ["use_post_quant_conv"] = outline.Has("post_quant_conv"),
            ["mid_block_add_attention"] = outline.Has("decoder.mid_block.attentions.0"),
        };
    }
}
