using System.Text.RegularExpressions;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Collects what a person should know of how prompts were read, as sentences that begin with the field.</summary>
internal sealed partial class PromptWarnings(IReadOnlyList<EmbeddingUse> embeddings)
{
    private readonly List<string> sentences = [];

    /// <summary>Each once: two text encoders mostly have the same to say.</summary>
    public IReadOnlyList<string> Sentences => [.. sentences.Distinct()];

    /// <summary>Reports what was lost of a text.</summary>
    /// <param name="field">The property of <see cref="PaintRequest"/>.</param>
    /// <param name="text">Its value.</param>
    /// <param name="prompt">What became of it.</param>
    /// <param name="capacity">Tokens that fit into a chunk.</param>
    public void Add(string field, string text, ReadPrompt prompt, int capacity)
    {
        if (prompt.Dropped.Length > 0)
        {
            sentences.Add($"{field}: the text encoder takes {capacity} tokens; this was left out: '{prompt.Dropped}'.");
        }

        foreach (var piece in prompt.Unknown)
        {
            sentences.Add($"{field}: the model's vocabulary has no symbol for '{piece}', so it says nothing.");
        }

        foreach (var name in Names().Matches(text).Select(match => match.Value).Where(name => !embeddings.Any(use => name.Contains(use.Word, StringComparison.OrdinalIgnoreCase))))
        {
            sentences.Add($"{field}: '{name}' is none of the request's embeddings, so it is read as text.");
        }
    }

    /// <summary>Reports embeddings that no prompt names; given are, for each text encoder, those that it didn't meet.</summary>
    public void AddUnused(IEnumerable<IEnumerable<string>> missing)
    {
        foreach (var word in missing.Aggregate((all, those) => all.Intersect(those)))
        {
            sentences.Add($"{nameof(PaintRequest.Embeddings)}: no prompt has the word '{word}' where a text encoder reads it.");
        }
    }

    /// <summary>What by convention names an embedding or a LoRA, for example <c>&lt;postcard&gt;</c>. CLIP's own <c>&lt;|endoftext|&gt;</c> is no such name.</summary>
    [GeneratedRegex(@"<[^<>|\s]+>")]
    private static partial Regex Names();
}
