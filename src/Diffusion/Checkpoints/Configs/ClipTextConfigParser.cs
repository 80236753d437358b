namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>Reads <see cref="ClipTextConfig"/>; what absent keys mean is as in transformers' <c>CLIPTextConfig</c>.</summary>
internal static class ClipTextConfigParser
{
    private const string Plain = "CLIPTextModel", Projected = "CLIPTextModelWithProjection";

    /// <summary>What transformers writes into the config of every model: training, generation and bookkeeping.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "attention_dropout", "dropout", "initializer_factor", "initializer_range", "dtype", "torch_dtype", "transformers_version", "use_cache", "return_dict",
        "output_hidden_states", "output_attentions", "id2label", "label2id", "problem_type", "chunk_size_feed_forward", "diversity_penalty", "early_stopping",
        "encoder_no_repeat_ngram_size", "length_penalty", "max_length", "min_length", "no_repeat_ngram_size", "num_beam_groups", "num_beams", "num_return_sequences",
        "repetition_penalty", "temperature", "top_k", "top_p", "typical_p", "tie_word_embeddings", "tf_legacy_loss", "gradient_checkpointing", "logit_scale_init_value",
    ];

    public static ClipTextConfig Parse(ConfigFile file)
    {
        file.Only("model_type", "\"clip_text_model\"");
        file.Only("use_attention_mask", "false");
        file.Only("quantization_config");
        var architectures = file.Choices("architectures", [Plain], 1, Plain, Projected);
        var config = new ClipTextConfig
        {
            HiddenSize = file.Int("hidden_size", 512, 1, ConfigLimits.Channels),
            IntermediateSize = file.Int("intermediate_size", 2048, 1, 4 * ConfigLimits.Channels),
            Layers = file.Int("num_hidden_layers", 12, 1, ConfigLimits.EncoderLayers),
            Heads = file.Int("num_attention_heads", 8, 1, ConfigLimits.Channels),
            Activation = file.Choice("hidden_act", "quick_gelu", "quick_gelu", "gelu") == "gelu" ? ClipActivation.Gelu : ClipActivation.QuickGelu,
            LayerNormEps = file.Number("layer_norm_eps", 1e-5, 1e-12, 1),
            MaxPositions = file.Int("max_position_embeddings", 77, 3, ConfigLimits.Side),
            VocabSize = file.Int("vocab_size", 49408, 1, ConfigLimits.Tokens),
            BosTokenId = file.Int("bos_token_id", 49406, 0, ConfigLimits.Tokens),
            EosTokenId = file.Int("eos_token_id", 49407, 0, ConfigLimits.Tokens),
            PadTokenId = file.Int("pad_token_id", 1, 0, ConfigLimits.Tokens),
            ProjectionDim = file.Int("projection_dim", 512, 1, ConfigLimits.Channels),
            WithProjection = architectures[0] == Projected,
        };
        file.RejectUnknown(Harmless);
        return config.HiddenSize % config.Heads == 0 ? config : throw file.Refuse("num_attention_heads", $"it must divide 'hidden_size', {config.HiddenSize}");
    }
}
