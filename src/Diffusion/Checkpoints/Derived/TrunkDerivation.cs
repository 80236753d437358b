using System.Text.Json.Nodes;

namespace SwiftDiffusion.Diffusion.Checkpoints.Derived;

/// <summary>Writes the part of a config.json that UNets and ControlNets share.</summary>
internal sealed class TrunkDerivation
{
    private readonly TensorOutline outline;

    public TrunkDerivation(TensorOutline outline)
    {
        this.outline = outline;
        var blocks = outline.Count("down_blocks.");
        if (blocks == 0)
        {
            throw new CheckpointException(outline.Path, "tensor 'down_blocks.0.resnets.0.conv1.weight' is missing; the network cannot be derived without it.");
        }

        Channels = [.. Enumerable.Range(0, blocks).Select(i => outline.Length($"down_blocks.{i}.resnets.0.conv1.weight", 0))];
        Layers = [.. Enumerable.Range(0, blocks).Select(i => outline.Count($"down_blocks.{i}.resnets."))];
        HasAttention = [.. Enumerable.Range(0, blocks).Select(i => outline.Has($"down_blocks.{i}.attentions"))];
    }

    public int[] Channels { get; }

    public int[] Layers { get; }

    public bool[] HasAttention { get; }

    /// <summary>Whether transformers project with matrices: every family but SD 1.</summary>
    public bool IsLinear => AnyTransformer() is { } module && outline.Rank($"{module}.proj_in.weight") == 2;

    /// <summary>Writes the keys.</summary>
    /// <param name="config">Receives them.</param>
    /// <param name="pooledWidth">Width of the pooled text that SDXL adds to the time embedding.</param>
    public void Write(JsonObject config, int pooledWidth)
    {
        config["in_channels"] = outline.Length("conv_in.weight", 1);
        config["block_out_channels"] = TensorOutline.List(Channels);
        config["down_block_types"] = TensorOutline.List(HasAttention.Select(has => has ? "CrossAttnDownBlock2D" : "DownBlock2D"));
        config["layers_per_block"] = Layers.Distinct().Count() == 1 ? Layers[0] : TensorOutline.List(Layers);
        config["mid_block_type"] = !outline.Has("mid_block.resnets.0") ? null : outline.Has("mid_block.attentions.0") ? "UNetMidBlock2DCrossAttn" : "UNetMidBlock2D";
        config["norm_num_groups"] = PublishedSizes.GroupsOf(Channels);
        config["use_linear_projection"] = IsLinear;
        config["attention_head_dim"] = IsLinear ? TensorOutline.List(Channels.Select(PublishedSizes.HeadsOf)) : PublishedSizes.FixedHeads(Channels);
        config["transformer_layers_per_block"] = new JsonArray([.. Enumerable.Range(0, Channels.Length).Select(Depths)]);
        if (AnyCrossAttention() is { } attention)
        {
            config["cross_attention_dim"] = outline.Length($"{attention}.to_k.weight", 1);
        }

        if (outline.Has("add_embedding"))
        {
            WriteTextTime(config, pooledWidth);
        }
    }

    /// <summary>The layers of a block's transformers: a number where all have the same, else one per transformer.</summary>
    private JsonNode Depths(int block)
    {
        if (!HasAttention[block])
        {
            // The middle goes by the last entry.
            return block == Channels.Length - 1 && outline.Has("mid_block.attentions.0") ? DepthOf("mid_block.attentions.0") : 1;
        }

        int[] depths = [.. Enumerable.Range(0, Layers[block]).Select(j => DepthOf($"down_blocks.{block}.attentions.{j}"))];
        return depths.Distinct().Count() == 1 ? depths[0] : TensorOutline.List(depths);
    }

    private int DepthOf(string transformer) => outline.Count($"{transformer}.transformer_blocks.");

    private void WriteTextTime(JsonObject config, int pooledWidth)
    {
        const string First = "add_embedding.linear_1.weight";
        var width = outline.Length(First, 1);
        if (width <= pooledWidth || (width - pooledWidth) % Configs.TextTimeConfig.TimeIds != 0)
        {
            throw new CheckpointException(
                outline.Path,
                $"tensor '{First}' reads a width of {width}; supported is that of the pooled text, {pooledWidth}, and {Configs.TextTimeConfig.TimeIds} sizes of equal width. " +
                "SDXL refiners, which read 5, are not supported; other networks need a config.json.");
        }

        config["addition_embed_type"] = "text_time";
        config["addition_time_embed_dim"] = (width - pooledWidth) / Configs.TextTimeConfig.TimeIds;
        config["projection_class_embeddings_input_dim"] = width;
    }

    private string? AnyTransformer() => Transformers().FirstOrDefault(outline.Has);

    private string? AnyCrossAttention() => Transformers().Select(module => $"{module}.transformer_blocks.0.attn2").FirstOrDefault(outline.Has);

    private IEnumerable<string> Transformers() => Enumerable.Range(0, Channels.Length).Select(i => $"down_blocks.{i}.attentions.0").Append("mid_block.attentions.0");
}
