namespace SwiftDiffusion.Messages.Jobs;

/// <summary>Where to tell of a job's events.</summary>
public sealed record Callback
{
    /// <summary>An https address.</summary>
    public required string Url { get; init; }

    /// <summary>Which events, by the last part of their type, for example <c>succeeded</c>. Empty, the default, is the four that end a job.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];
}
