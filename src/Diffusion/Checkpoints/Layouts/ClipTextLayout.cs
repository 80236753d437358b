using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Checkpoints.Layouts;

/// <summary>The tensors of a CLIPTextModel or CLIPTextModelWithProjection.</summary>
internal static class ClipTextLayout
{
    /// <summary>Turns the output at the end of the text into the pooled output.</summary>
    public const string Projection = "text_projection.weight";

    /// <summary>Lists the tensors.</summary>
    /// <param name="config">The structure.</param>
    /// <param name="projection">Width of the pooled output, or null for an encoder without one.</param>
    public static IReadOnlyList<NeededTensor> Of(ClipTextConfig config, int? projection)
    {
        var (layout, width) = (new TensorLayout(), config.HiddenSize);
        layout.Tensor("text_model.embeddings.token_embedding.weight", config.VocabSize, width);
        layout.Tensor("text_model.embeddings.position_embedding.weight", config.MaxPositions, width);
        for (var i = 0; i < config.Layers; i++)
        {
            var module = $"text_model.encoder.layers.{i}";
            layout.Norm($"{module}.layer_norm1", width);
            foreach (var part in (string[])["q_proj", "k_proj", "v_proj", "out_proj"])
            {
                layout.Linear($"{module}.self_attn.{part}", width, width);
            }

            layout.Norm($"{module}.layer_norm2", width);
            layout.Linear($"{module}.mlp.fc1", width, config.IntermediateSize);
            layout.Linear($"{module}.mlp.fc2", config.IntermediateSize, width);
        }

        layout.Norm("text_model.final_layer_norm", width);
        if (projection is { } pooled)
        {
            layout.Tensor(Projection, pooled, width);
        }

        return layout.Tensors;
    }
}
