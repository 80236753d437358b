using System.Text.Json.Nodes;

namespace SwiftDiffusion.Diffusion.Checkpoints.Derived;

/// <summary>Writes the config.json of a ControlNet from its tensors.</summary>
internal static class ControlNetDerivation
{
    /// <summary>Derives the configuration from tensors under diffusers' names.</summary>
    public static JsonObject Derive(ITensorSource tensors)
    {
        const string Embedding = "controlnet_cond_embedding";
        var outline = new TensorOutline(tensors);
        var isUnion = outline.HasTensor("task_embedding");
        var config = new JsonObject { ["_class_name"] = isUnion ? "ControlNetUnionModel" : "ControlNetModel" };
        new TrunkDerivation(outline).Write(config, UNetDerivation.PublishedPooledWidth);
        config["conditioning_channels"] = outline.Length($"{Embedding}.conv_in.weight", 1);
        var widths = Enumerable.Range(0, outline.Count($"{Embedding}.blocks.") / 2).Select(i => outline.Length($"{Embedding}.blocks.{(2 * i) + 1}.weight", 0));
        config["conditioning_embedding_out_channels"] = TensorOutline.List(widths.Prepend(outline.Length($"{Embedding}.conv_in.weight", 0)));
        if (isUnion)
        {
            config["num_control_type"] = outline.Length("task_embedding", 0);
            config["num_trans_channel"] = outline.Length("task_embedding", 1);
            config["num_trans_layer"] = outline.Count("transformer_layes.");
            config["num_proj_channel"] = outline.Length("spatial_ch_projs.weight", 0);
        }

        return config;
    }
}
