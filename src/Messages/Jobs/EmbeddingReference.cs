using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Jobs;

/// <summary>A textual inversion and the word that stands for it.</summary>
public sealed record EmbeddingReference : AdapterReference
{
    /// <summary>The word in the prompts, for example <c>&lt;postcard&gt;</c>; 1 to 64 characters without white space, another one for each embedding.</summary>
    [Pattern(Patterns.Token, Patterns.TokenAllowed)]
    public required string Token { get; init; }
}
