using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;

namespace SwiftDiffusion.Diffusion.Text;

/// <summary>The tokenizer that belongs to a checkpoint's text encoder.</summary>
internal static class CheckpointTokenizer
{
    /// <summary>Reads the encoder's own vocabulary; without one, as in single files, it is CLIP's, which is built in.</summary>
    /// <exception cref="CheckpointException">The vocabulary is missing or broken, or the encoder was made for another one.</exception>
    public static ClipTokenizer OpenTokenizer(this CheckpointPart<ClipTextConfig> encoder)
    {
        var config = encoder.Config;
        if (encoder.TokenizerFolder is { } folder)
        {
            var own = ClipTokenizer.OpenFolder(folder, config.MaxPositions);
            return own.VocabularySize <= config.VocabSize
                ? own
                : throw new CheckpointException(
                    folder, $"the vocabulary has {own.VocabularySize} tokens, {encoder.Name} knows {config.VocabSize} ('vocab_size'); one of them is another model's.");
        }

        // OpenCLIP differs from CLIP in its activation and its padding. Published configurations have the padding wrong.
        var tokenizer = config.Activation == ClipActivation.Gelu ? ClipTokenizer.OpenClip : ClipTokenizer.OpenAi;
        return config.VocabSize == tokenizer.VocabularySize && config.MaxPositions == tokenizer.MaxLength
            ? tokenizer
            : throw new CheckpointException(
                encoder.Tensors.Path,
                $"{encoder.Name} has {config.VocabSize} tokens and {config.MaxPositions} positions, and no vocabulary of its own; " +
                $"CLIP's has {tokenizer.VocabularySize} and {tokenizer.MaxLength}.");
    }
}
