namespace SwiftDiffusion.Diffusion.Text;

/// <summary>A token, and the piece of text that it stands for.</summary>
/// <param name="Id">Row of the text encoder's token embedding.</param>
/// <param name="Start">First character of its text. A token that holds a part of a character starts with that character.</param>
/// <param name="Length">Characters of its text. Where lower-casing or composing changes a word's length, every token of the word spans the whole word.</param>
/// <param name="IsUnknown">The vocabulary has no symbol for it, so <paramref name="Id"/> is the unknown token. Never so with a whole byte-level vocabulary.</param>
public readonly record struct TextToken(int Id, int Start, int Length, bool IsUnknown = false)
{
    /// <summary>First character after its text.</summary>
    public int End => Start + Length;
}
