using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Text;

/// <summary>What the files of a diffusers tokenizer folder say.</summary>
/// <param name="Vocabulary">From vocab.json and merges.txt, or from tokenizer.json where these are missing.</param>
/// <param name="Added">Tokens of added_tokens.json, of tokenizer_config.json's added_tokens_decoder, and of tokenizer.json.</param>
/// <param name="Bos">The token that begins a prompt, likewise the next three.</param>
/// <param name="Eos">Ends a prompt.</param>
/// <param name="Unknown">Stands for a symbol that the vocabulary lacks.</param>
/// <param name="Pad">Fills a prompt up.</param>
/// <param name="MaxLength">model_max_length, null where it is missing or means "no limit".</param>
/// <remarks>Files win over each other as in transformers 5: special_tokens_map.json over tokenizer_config.json, unless that has an added_tokens_decoder.</remarks>
internal sealed record TokenizerFiles(
    ClipVocabulary Vocabulary, IReadOnlyList<AddedToken> Added, string Bos, string Eos, string Unknown, string Pad, int? MaxLength)
{
    private const string StartOfText = "<|startoftext|>", EndOfText = "<|endoftext|>";

    // transformers writes 10^30 for "no limit"; no text encoder has anywhere near as many positions as this.
    private const double Unlimited = 1_000_000;

    // Bounds what a hostile file can make us allocate; CLIP has 49,408.
    private const int MaxId = 9_999_999;

    /// <summary>Reads a folder.</summary>
    /// <exception cref="CheckpointException">A file is missing or broken; the message names it.</exception>
    public static TokenizerFiles Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new CheckpointException(folder, "there is no such tokenizer folder.");
        }

        using var config = JsonFile.OpenIfPresent(folder, "tokenizer_config.json");
        using var map = JsonFile.OpenIfPresent(folder, "special_tokens_map.json");
        using var addedTokens = JsonFile.OpenIfPresent(folder, "added_tokens.json");
        using var whole = JsonFile.OpenIfPresent(folder, "tokenizer.json");
        var decoder = config?.Find("added_tokens_decoder");
        JsonFile?[] sources = decoder is null ? [map, config] : [config];
        string Special(string name, string otherwise) => sources.Select(file => file?.SpecialToken(name)).FirstOrDefault(token => token is not null) ?? otherwise;

        List<AddedToken> added = [];
        added.AddRange(addedTokens?.AddedTokenIds(MaxId) ?? []);
        added.AddRange(whole?.AddedTokenList(MaxId) ?? []);
        added.AddRange(config?.AddedTokenDecoder(MaxId) ?? []);
        return new TokenizerFiles(
            ReadVocabulary(folder, whole), added, Special("bos_token", StartOfText), Special("eos_token", EndOfText), Special("unk_token", EndOfText),
            Special("pad_token", EndOfText), config?.Number("model_max_length") is < Unlimited and var length ? (int)length : null);
    }

    private static ClipVocabulary ReadVocabulary(string folder, JsonFile? whole)
    {
        var (vocab, merges) = (Path.Combine(folder, "vocab.json"), Path.Combine(folder, "merges.txt"));
        if (File.Exists(vocab) || File.Exists(merges) || whole is null)
        {
            using var file = JsonFile.Open(vocab);
            return Link(merges, file.TokenIds(file.Root, MaxId), MergesFile.Read(merges));
        }

        return Link(whole.Path, whole.TokenIds(whole.Require("model", "vocab"), MaxId), whole.MergeList(whole.Require("model", "merges")));
    }

    private static ClipVocabulary Link(string path, IReadOnlyDictionary<string, int> ids, IEnumerable<(string Left, string Right)> merges)
    {
        try
        {
            return new ClipVocabulary(ids, merges);
        }
        catch (FormatException e)
        {
            throw new CheckpointException(path, e.Message, e);
        }
    }
}

/// <summary>A token that was added to a trained vocabulary.</summary>
internal sealed record AddedToken(string Content, int Id, bool IgnoreCase);
