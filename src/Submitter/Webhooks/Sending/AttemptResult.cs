namespace SwiftDiffusion.Submitter.Webhooks.Sending;

/// <summary>An attempt and what came of it.</summary>
/// <param name="Outcome">What came of it.</param>
/// <param name="At">When it began.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record AttemptResult(AttemptOutcome Outcome, DateTimeOffset At, TimeSpan Duration)
{
    /// <summary>The HTTP status; null where there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>What went wrong, for the endpoint's owner; null where nothing did. Nothing that the receiver said is repeated.</summary>
    public string? Error { get; init; }

    /// <summary>How long the receiver asks us to wait; null where it doesn't.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the receiver, or what stands before it, is overloaded and should be left alone for a while.</summary>
    public bool IsThrottled => Status is 429 or 502 or 503 or 504;

    /// <summary>Whether anybody answered.</summary>
    public bool IsAnswered => Status is not null;
}
