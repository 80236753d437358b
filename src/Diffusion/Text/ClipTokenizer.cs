using System.Text;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Text.Unicode;

namespace SwiftDiffusion.Diffusion.Text;

/// <summary>Turns text into the tokens that a CLIP text encoder was trained on. Agrees with transformers 5's CLIPTokenizer. Thread-safe.</summary>
/// <remarks>Steps: names of special and added tokens are cut out; white space separates words; each word is composed (NFC), lower-cased, split, and byte-pair encoded.</remarks>
public sealed class ClipTokenizer
{
    // CLIP was trained on 77 positions; embedded vocabularies are those of CLIP itself and of OpenCLIP.
    private const int ClipLength = 77;

    private static readonly Lazy<ClipTokenizer> Clip = new(() => new ClipTokenizer(EmbeddedFiles("<|endoftext|>"), ClipLength));
    private static readonly Lazy<ClipTokenizer> Open = new(() => new ClipTokenizer(EmbeddedFiles("!"), ClipLength));

    private readonly ClipVocabulary vocabulary;
    private readonly BytePairEncoder encoder;
    private readonly NamedTokens named;
    private readonly Dictionary<int, string> added = [];

    private ClipTokenizer(TokenizerFiles files, int maxLength)
    {
        (vocabulary, MaxLength) = (files.Vocabulary, maxLength);
        var ids = new Dictionary<string, NamedToken>();
        foreach (var token in files.Added.Where(token => token.Content.Length > 0))
        {
            var id = vocabulary.TryGetId(token.Content, out var known) ? known : token.Id;
            ids[token.Content] = new NamedToken(token.Content, id, IgnoreCase: token.IgnoreCase);
            added[id] = token.Content;
        }

        int Special(string content, string role) => vocabulary.TryGetId(content, out var id) ? id
            : ids.TryGetValue(content, out var token) ? token.FirstId
            : throw new FormatException($"the {role} token '{content}' is not in the vocabulary.");

        (BosId, EosId) = (Special(files.Bos, "bos"), Special(files.Eos, "eos"));
        (UnknownId, PadId) = (Special(files.Unknown, "unk"), Special(files.Pad, "pad"));
        VocabularySize = Math.Max(vocabulary.Size, added.Keys.DefaultIfEmpty(-1).Max() + 1);
        CommaId = vocabulary.TryGetId("," + ClipVocabulary.EndOfWord, out var comma) ? comma : null;
        encoder = new BytePairEncoder(vocabulary, UnknownId);
        named = new NamedTokens([new(files.Bos, BosId), new(files.Eos, EosId), new(files.Unknown, UnknownId), new(files.Pad, PadId), .. ids.Values]);
    }

    /// <summary>CLIP's own vocabulary, padded with the end token: the first text encoder of Stable Diffusion 1.x and XL. Built in.</summary>
    public static ClipTokenizer OpenAi => Clip.Value;

    /// <summary>CLIP's own vocabulary, padded with token 0 (<c>!</c>): OpenCLIP's encoders in Stable Diffusion 2.x and XL. Built in.</summary>
    public static ClipTokenizer OpenClip => Open.Value;

    /// <summary>Begins every prompt.</summary>
    public int BosId { get; }

    /// <summary>Ends every prompt.</summary>
    public int EosId { get; }

    /// <summary>Fills a prompt up to <see cref="MaxLength"/>; which one it is depends on the text encoder.</summary>
    public int PadId { get; }

    /// <summary>Stands for a symbol that the vocabulary lacks.</summary>
    public int UnknownId { get; }

    /// <summary>One more than the largest id.</summary>
    public int VocabularySize { get; }

    /// <summary>Positions of the text encoder: how long a prompt is with its first, last and padding tokens.</summary>
    public int MaxLength { get; }

    /// <summary>The comma as a word; null where the vocabulary has none.</summary>
    internal int? CommaId { get; }

    /// <summary>Reads a tokenizer folder of the diffusers layout: vocab.json and merges.txt or else tokenizer.json, and the configuration files that are there.</summary>
    /// <param name="folder">For example <c>tokenizer</c> or <c>tokenizer_2</c> of a model.</param>
    /// <param name="positions">The text encoder's max_position_embeddings; with it, prompts get as long as the smaller of it and model_max_length says.</param>
    /// <exception cref="CheckpointException">A file is missing or broken, or nothing says how long prompts are.</exception>
    public static ClipTokenizer OpenFolder(string folder, int? positions = null)
    {
        var files = TokenizerFiles.Read(folder);
        var length = (files.MaxLength, positions) is ({ } said, { } given) ? Math.Min(said, given) : files.MaxLength ?? positions;
        if (length is null or < 3)
        {
            throw new CheckpointException(folder, $"prompts would be {length?.ToString() ?? "of unknown length"}; tokenizer_config.json needs a model_max_length of at least 3.");
        }

        try
        {
            return new ClipTokenizer(files, length.Value);
        }
        catch (FormatException e)
        {
            throw new CheckpointException(folder, e.Message, e);
        }
    }

    /// <summary>Tokens of a text of any length, without first, last and padding tokens.</summary>
    /// <param name="text">Any string; a lone surrogate counts as U+FFFD.</param>
    public IReadOnlyList<TextToken> Encode(string text) => Encode(text, extra: null);

    /// <summary>The text of tokens, as far as it can be told: words are separated by single spaces, and everything is lower case.</summary>
    /// <exception cref="ArgumentException">An id is not of this vocabulary.</exception>
    public string Decode(IEnumerable<int> ids)
    {
        var bytes = new List<byte>();
        foreach (var id in ids)
        {
            bytes.AddRange(Spell(id));
        }

        return Encoding.UTF8.GetString([.. bytes]).TrimEnd(' ');
    }

    /// <summary>Like <see cref="Encode(string)"/>; <paramref name="extra"/> names win over those of the vocabulary.</summary>
    internal IReadOnlyList<TextToken> Encode(string text, NamedTokens? extra)
    {
        var tokens = new List<TextToken>();
        var source = WellFormed(text);
        NameCursor own = new(named, source), others = new(extra, source);
        for (var start = 0; start < source.Length;)
        {
            own.MoveTo(start);
            others.MoveTo(start);
            var next = others.Start <= own.Start ? others : own;
            EncodeWords(source, start, next.Start, tokens);
            tokens.AddRange(Enumerable.Range(next.Token.FirstId, next.Token.Count).Select(id => new TextToken(id, next.Start, next.Token.Name.Length)));
            start = next.Start + next.Token.Name.Length;
        }

        return tokens;
    }

    private void EncodeWords(string text, int start, int end, List<TextToken> tokens)
    {
        while (start < end)
        {
            var length = 0;
            while (start + length < end && !char.IsWhiteSpace(text[start + length]))
            {
                length++;
            }

            if (length > 0)
            {
                EncodeWord(text.Substring(start, length), start, tokens);
            }

            start += length + 1;
        }
    }

    private void EncodeWord(string source, int offset, List<TextToken> tokens)
    {
        var composed = CanonicalForm.Compose(source);
        var word = LowerCase(composed);
        var exact = ReferenceEquals(composed, source) && word.Length == source.Length;
        foreach (var range in WordSplitter.Split(word))
        {
            var (start, length) = range.GetOffsetAndLength(word.Length);
            EncodePiece(word.AsSpan(start, length), (part, from, to) => tokens.Add(exact
                ? new TextToken(part.Id, offset + start + from, to - from, part.IsUnknown)
                : new TextToken(part.Id, offset, source.Length, part.IsUnknown)));
        }
    }

    /// <summary>Hands over each token of a piece, with the characters of the piece that its bytes touch.</summary>
    private void EncodePiece(ReadOnlySpan<char> piece, Action<BytePairEncoder.Part, int, int> emit)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(piece)];
        var characters = new (int Start, int End)[bytes.Length];
        var (position, count) = (0, 0);
        foreach (var rune in piece.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes.AsSpan(count));
            characters.AsSpan(count, length).Fill((position, position + rune.Utf16SequenceLength));
            (position, count) = (position + rune.Utf16SequenceLength, count + length);
        }

        var first = 0;
        foreach (var part in encoder.Encode(bytes))
        {
            emit(part, characters[first].Start, characters[first + part.Bytes - 1].End);
            first += part.Bytes;
        }
    }

    private IEnumerable<byte> Spell(int id)
    {
        if (added.TryGetValue(id, out var content))
        {
            return Encoding.UTF8.GetBytes(content);
        }

        if (!vocabulary.TryGetToken(id, out var token))
        {
            throw new ArgumentException($"{id} is not a token of this vocabulary.", nameof(id));
        }

        var ends = token.EndsWith(ClipVocabulary.EndOfWord, StringComparison.Ordinal);
        var symbols = ends ? token[..^ClipVocabulary.EndOfWord.Length] : token;
        return (ends ? symbols + " " : symbols).SelectMany(symbol => ByteSymbols.TryGetByte(symbol, out var value) ? [value] : Encoding.UTF8.GetBytes([symbol]));
    }

    /// <summary>Replaces lone surrogates, which no UTF-8 can hold, by U+FFFD.</summary>
    private static string WellFormed(string text)
    {
        var index = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar && text[index] != Rune.ReplacementChar.Value)
            {
                return string.Concat(text.EnumerateRunes()); // Decoding has put U+FFFD in their places.
            }

            index += rune.Utf16SequenceLength;
        }

        return text;
    }

    /// <summary>Lower case, each character by itself.</summary>
    private static string LowerCase(string text)
    {
        if (System.Text.Ascii.IsValid(text))
        {
            return text.ToLowerInvariant();
        }

        var lower = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // The one character whose lower case is two: İ is an i with its dot kept.
            _ = rune.Value == 'İ' ? lower.Append("i\u0307") : lower.Append(Rune.ToLowerInvariant(rune).ToString());
        }

        return lower.ToString();
    }

    private static TokenizerFiles EmbeddedFiles(string pad)
    {
        const string Start = "<|startoftext|>", End = "<|endoftext|>";
        var merges = MergesFile.Parse("merges.txt", EmbeddedText.Lines("merges.txt"));
        return new TokenizerFiles(ClipVocabulary.FromMerges(merges, Start, End), [], Start, End, End, pad, ClipLength);
    }

    /// <summary>The next of some names in a text, searched for once and remembered until it has been passed.</summary>
    private struct NameCursor(NamedTokens? names, string text)
    {
        /// <summary>Where the name is; the end of the text when there is none.</summary>
        public int Start { get; private set; } = -1;

        public NamedToken Token { get; private set; } = NoName;

        // Found at the end of a text: no characters, no ids.
        private static NamedToken NoName => new("", 0, Count: 0);

        public void MoveTo(int from)
        {
            if (Start < from)
            {
                (Start, Token) = names is not null && names.TryFind(text, from, out var start, out var token) ? (start, token) : (text.Length, NoName);
            }
        }
    }
}
