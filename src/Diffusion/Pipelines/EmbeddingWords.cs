using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Loads the textual inversions of a request.</summary>
internal static class EmbeddingWords
{
    /// <summary>Reads the files and matches them to a model's text encoders.</summary>
    /// <param name="uses">Words and files.</param>
    /// <param name="encoders">The model's text encoders.</param>
    /// <param name="capacity">Tokens that a chunk holds: the most vectors a word may have.</param>
    /// <returns>The words of each encoder.</returns>
    /// <exception cref="InvalidRequestException">A word is empty, has white space, or is there twice.</exception>
    /// <exception cref="CheckpointException">A file is broken or of another width than the encoders.</exception>
    public static IReadOnlyList<LearnedWords> Load(IReadOnlyList<EmbeddingUse> uses, IReadOnlyList<ClipTextConfig> encoders, int capacity)
    {
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var perEncoder = encoders.Select(_ => new List<(string, IReadOnlyList<float[]>)>()).ToArray();
        foreach (var use in uses)
        {
            Check(use.Word, known);
            var vectors = TextualInversion.Open(use.Path).MatchTo([.. encoders.Select(encoder => encoder.HiddenSize)]);
            if (vectors[0].Count > capacity)
            {
                throw new CheckpointException(use.Path, $"the textual inversion has {vectors[0].Count} vectors; the model's text encoder takes {capacity} at a time.");
            }

            foreach (var (words, own) in perEncoder.Zip(vectors))
            {
                words.Add((use.Word, own));
            }
        }

        return [.. encoders.Zip(perEncoder, (encoder, words) => new LearnedWords(encoder.VocabSize, words))];
    }

    private static void Check(string word, HashSet<string> known)
    {
        if (word.Length == 0 || word.Any(char.IsWhiteSpace))
        {
            throw new InvalidRequestException(nameof(PaintRequest.Embeddings), $"the word '{word}' is not one or more characters without white space.");
        }

        if (!known.Add(word))
        {
            throw new InvalidRequestException(nameof(PaintRequest.Embeddings), $"the word '{word}' is there twice; allowed is once, upper and lower case being the same.");
        }
    }
}
