using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Checkpoints.Layouts;

/// <summary>The tensors of a ControlNetModel or ControlNetUnionModel.</summary>
internal static class ControlNetLayout
{
    public static IReadOnlyList<NeededTensor> Of(ControlNetConfig config)
    {
        const string Embedding = "controlnet_cond_embedding";
        var (layout, trunk, widths) = (new TensorLayout(), config.Trunk, config.ConditioningWidths);
        UNetLayout.WriteTrunk(layout, trunk);
        layout.Conv($"{Embedding}.conv_in", config.ConditioningChannels, widths[0]);
        for (var i = 0; i < widths.Count - 1; i++)
        {
            layout.Conv($"{Embedding}.blocks.{2 * i}", widths[i], widths[i]);
            layout.Conv($"{Embedding}.blocks.{(2 * i) + 1}", widths[i], widths[i + 1]);
        }

        layout.Conv($"{Embedding}.conv_out", widths[^1], trunk.ModelChannels);
        foreach (var (k, channels) in trunk.SkipChannels.Index())
        {
            layout.Conv($"controlnet_down_blocks.{k}", channels, channels, kernel: 1);
        }

        layout.Conv("controlnet_mid_block", trunk.DownBlocks[^1].Channels, trunk.DownBlocks[^1].Channels, kernel: 1);
        if (config.Union is { } union)
        {
            WriteUnion(layout, union, trunk);
        }

        return layout.Tensors;
    }

    private static void WriteUnion(TensorLayout layout, UnionConfig union, TrunkConfig trunk)
    {
        var channels = union.TransformerChannels;
        layout.Tensor("task_embedding", union.ControlTypes, channels);
        for (var i = 0; i < union.TransformerLayers; i++)
        {
            // The name is misspelt in every published file.
            var module = $"transformer_layes.{i}";
            layout.Tensor($"{module}.attn.in_proj_weight", 3 * channels, channels);
            layout.Tensor($"{module}.attn.in_proj_bias", 3 * channels);
            layout.Linear($"{module}.attn.out_proj", channels, channels);
            layout.Norm($"{module}.ln_1", channels);
            layout.Norm($"{module}.ln_2", channels);
            layout.Linear($"{module}.mlp.c_fc", channels, 4 * channels);
            layout.Linear($"{module}.mlp.c_proj", 4 * channels, channels);
        }

        layout.Linear("spatial_ch_projs", channels, union.ProjectionChannels);
        layout.Linear("control_add_embedding.linear_1", union.TimeEmbedDim * union.ControlTypes, trunk.TimeEmbedDim);
        layout.Linear("control_add_embedding.linear_2", trunk.TimeEmbedDim, trunk.TimeEmbedDim);
    }
}
