using System.Text.Json.Nodes;

namespace SwiftDiffusion.Diffusion.Checkpoints.Derived;

/// <summary>Writes the config.json of a UNet from its tensors.</summary>
internal static class UNetDerivation
{
    /// <summary>Width of the pooled text in every published SDXL.</summary>
    public const int PublishedPooledWidth = 1280;

    /// <summary>Derives the configuration.</summary>
    /// <param name="tensors">Under diffusers' names.</param>
    /// <param name="pooledWidth">Width of the pooled text.</param>
    /// <param name="sampleSize">Side of the latents it was trained on.</param>
    public static JsonObject Derive(ITensorSource tensors, int pooledWidth, int sampleSize)
    {
        var outline = new TensorOutline(tensors);
        var trunk = new TrunkDerivation(outline);
        var config = new JsonObject { ["_class_name"] = "UNet2DConditionModel" };
        trunk.Write(config, pooledWidth);
        config["out_channels"] = outline.Length("conv_out.weight", 0);
        config["sample_size"] = sampleSize;
        config["up_block_types"] = TensorOutline.List(
            Enumerable.Range(0, outline.Count("up_blocks.")).Select(i => outline.Has($"up_blocks.{i}.attentions") ? "CrossAttnUpBlock2D" : "UpBlock2D"));
        config["reverse_transformer_layers_per_block"] = Ascent(outline);
        config["upcast_attention"] = trunk.IsLinear && !outline.Has("add_embedding");
        config["time_embedding_dim"] = outline.Length("time_embedding.linear_1.weight", 0);
        if (outline.Has("time_embedding.cond_proj"))
        {
            config["time_cond_proj_dim"] = outline.Length("time_embedding.cond_proj.weight", 1);
        }

        return config;
    }

    /// <summary>Layers of each transformer on the way up, which some distilled models have pruned otherwise than on the way down.</summary>
    private static JsonArray Ascent(TensorOutline outline)
    {
        var blocks = new JsonArray();
        for (var i = 0; outline.Has($"up_blocks.{i}"); i++)
        {
            int[] depths = [.. Enumerable.Range(0, outline.Count($"up_blocks.{i}.attentions.")).Select(j => outline.Count($"up_blocks.{i}.attentions.{j}.transformer_blocks."))];
            blocks.Add(depths.Length == 0 ? 1 : depths.Distinct().Count() == 1 ? depths[0] : TensorOutline.List(depths));
        }

        return blocks;
    }
}
