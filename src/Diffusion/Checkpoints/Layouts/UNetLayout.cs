using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Checkpoints.Layouts;

/// <summary>The tensors of a UNet2DConditionModel.</summary>
internal static class UNetLayout
{
    public static IReadOnlyList<NeededTensor> Of(UNetConfig config)
    {
        var layout = new TensorLayout();
        WriteTrunk(layout, config.Trunk);
        if (config.TimeCondProjDim is { } guidance)
        {
            layout.Linear("time_embedding.cond_proj", guidance, config.Trunk.ModelChannels, bias: false);
        }

        foreach (var block in config.UpBlocks)
        {
            WriteBlock(layout, config.Trunk, block);
            if (block.Resamples)
            {
                layout.Conv($"{block.Path}.upsamplers.0.conv", block.Channels, block.Channels);
            }
        }

        layout.Norm("conv_norm_out", config.Trunk.ModelChannels);
        layout.Conv("conv_out", config.Trunk.ModelChannels, config.OutChannels);
        return layout.Tensors;
    }

    /// <summary>What a UNet's encoder half and a ControlNet have in common.</summary>
    public static void WriteTrunk(TensorLayout layout, TrunkConfig trunk)
    {
        layout.Conv("conv_in", trunk.InChannels, trunk.ModelChannels);
        layout.Linear("time_embedding.linear_1", trunk.ModelChannels, trunk.TimeEmbedDim);
        layout.Linear("time_embedding.linear_2", trunk.TimeEmbedDim, trunk.TimeEmbedDim);
        if (trunk.TextTime is { } added)
        {
            layout.Linear("add_embedding.linear_1", added.InputDim, trunk.TimeEmbedDim);
            layout.Linear("add_embedding.linear_2", trunk.TimeEmbedDim, trunk.TimeEmbedDim);
        }

        foreach (var block in trunk.DownBlocks)
        {
            WriteBlock(layout, trunk, block);
            if (block.Resamples)
            {
                layout.Conv($"{block.Path}.downsamplers.0.conv", block.Channels, block.Channels);
            }
        }

        WriteMiddle(layout, trunk);
    }

    private static void WriteBlock(TensorLayout layout, TrunkConfig trunk, BlockConfig block)
    {
        for (var j = 0; j < block.Layers; j++)
        {
            layout.Resnet($"{block.Path}.resnets.{j}", block.ResnetInputs[j], block.Channels, trunk.TimeEmbedDim);
            if (block.Attention is { } attention)
            {
                layout.Transformer($"{block.Path}.attentions.{j}", block.Channels, attention, attention.TransformerLayers[j], trunk.UseLinearProjection);
            }
        }
    }

    private static void WriteMiddle(TensorLayout layout, TrunkConfig trunk)
    {
        if (trunk.Mid is not { } mid)
        {
            return;
        }

        for (var j = 0; j < mid.Layers; j++)
        {
            layout.Resnet($"mid_block.resnets.{j}", mid.Channels, mid.Channels, trunk.TimeEmbedDim);
        }

        if (mid.Attention is { } attention)
        {
            layout.Transformer("mid_block.attentions.0", mid.Channels, attention, attention.TransformerLayers[0], trunk.UseLinearProjection);
        }
    }
}
