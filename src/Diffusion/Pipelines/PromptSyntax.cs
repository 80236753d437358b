namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>How prompts are read.</summary>
public enum PromptSyntax
{
    /// <summary>As they stand; what exceeds the text encoder's 75 tokens is dropped and reported.</summary>
    Plain,

    /// <summary>AUTOMATIC1111's: <c>(word:1.3)</c>, <c>[word]</c>, <c>BREAK</c>; any length, in chunks of 75 tokens.</summary>
    A1111,
}
