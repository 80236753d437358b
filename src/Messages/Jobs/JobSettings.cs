namespace SwiftDiffusion.Messages.Jobs;

/// <summary>How prompts are read.</summary>
public enum PromptSyntax
{
    /// <summary>A1111's: <c>(word:1.3)</c>, <c>[word]</c>, <c>BREAK</c>; any length, in chunks of 75 tokens.</summary>
    A1111,

    /// <summary>As it stands; what exceeds the text encoder's 75 tokens is dropped and reported.</summary>
    Plain,
}

/// <summary>How noise levels are spread between the largest and the smallest.</summary>
public enum NoiseSchedule
{
    /// <summary>As the timesteps give them.</summary>
    Timesteps,

    /// <summary>Karras et al., arXiv:2206.00364, equation 5.</summary>
    Karras,

    /// <summary>Evenly in the logarithm.</summary>
    Exponential,

    /// <summary>By the quantiles of a beta distribution, arXiv:2407.12173.</summary>
    Beta,
}

/// <summary>Which training timesteps the steps use, arXiv:2305.08891, table 2.</summary>
public enum TimestepSpacing
{
    /// <summary>Every ⌊T/N⌋-th, from the start.</summary>
    Leading,

    /// <summary>Every T/N-th, ending at the last one.</summary>
    Trailing,

    /// <summary>Evenly from the first to the last.</summary>
    Linspace,
}

/// <summary>Which of a model's two queues a job waits in.</summary>
public enum JobPriority
{
    /// <summary>The first one.</summary>
    Normal,

    /// <summary>The one that is served when the first is empty.</summary>
    Low,
}
