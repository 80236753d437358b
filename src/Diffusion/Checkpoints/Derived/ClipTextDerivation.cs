using System.Text.Json.Nodes;
using SwiftDiffusion.Diffusion.Checkpoints.Layouts;

namespace SwiftDiffusion.Diffusion.Checkpoints.Derived;

/// <summary>Writes the config.json of a text encoder from its tensors.</summary>
internal static class ClipTextDerivation
{
    /// <summary>Derives the configuration.</summary>
    /// <param name="tensors">Under transformers' names.</param>
    /// <param name="isOpenClip">Whether it is OpenCLIP's, which has another activation and padding than OpenAI's CLIP.</param>
    public static JsonObject Derive(ITensorSource tensors, bool isOpenClip)
    {
        const string Vocabulary = "text_model.embeddings.token_embedding.weight", FirstLayer = "text_model.encoder.layers.0.mlp.fc1.weight";
        var outline = new TensorOutline(tensors);
        var (tokens, width) = (outline.Length(Vocabulary, 0), outline.Length(Vocabulary, 1));
        var isProjected = outline.HasTensor(ClipTextLayout.Projection);
        return new JsonObject
        {
            ["model_type"] = "clip_text_model",
            ["architectures"] = TensorOutline.List([isProjected ? "CLIPTextModelWithProjection" : "CLIPTextModel"]),
            ["vocab_size"] = tokens,
            ["hidden_size"] = width,
            ["intermediate_size"] = outline.Length(FirstLayer, 0),
            ["num_hidden_layers"] = outline.Count("text_model.encoder.layers."),
            ["num_attention_heads"] = PublishedSizes.HeadsOf(width),
            ["max_position_embeddings"] = outline.Length("text_model.embeddings.position_embedding.weight", 0),
            ["hidden_act"] = isOpenClip ? "gelu" : "quick_gelu",
            ["projection_dim"] = isProjected ? outline.Length(ClipTextLayout.Projection, 0) : width,

            // The vocabulary ends with begin and end of text.
            ["bos_token_id"] = tokens - 2,
            ["eos_token_id"] = tokens - 1,
            ["pad_token_id"] = isOpenClip ? 0 : tokens - 1,
        };
    }
}
