namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>What became of a request to cancel.</summary>
internal enum CancelOutcome
{
    /// <summary>The job was not with the broker yet, and has ended.</summary>
    Cancelled,

    /// <summary>Workers will be asked, now or once they can be reached; the job's events tell its end.</summary>
    Requested,

    /// <summary>The job had ended before.</summary>
    Ended,
}

/// <summary>The answer to a request to cancel.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Job">The job as it is now.</param>
internal sealed record CancelRequested(CancelOutcome Outcome, JobRow Job);
