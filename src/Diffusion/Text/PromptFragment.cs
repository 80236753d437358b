namespace SwiftDiffusion.Diffusion.Text;

/// <summary>A piece of a prompt, and how much it counts.</summary>
/// <param name="Text">What it says, without brackets and escapes.</param>
/// <param name="Weight">1 leaves it as it is.</param>
/// <param name="IsBreak">Nothing but the end of a chunk.</param>
internal readonly record struct PromptFragment(string Text, double Weight, bool IsBreak = false)
{
    /// <summary>The word <c>BREAK</c>.</summary>
    public static PromptFragment Break => new("", 1, IsBreak: true);
}
