namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>What became of a submission.</summary>
internal enum SubmitOutcome
{
    /// <summary>There is a new job.</summary>
    Created,

    /// <summary>The same was submitted before under that name; there is no new job.</summary>
    Existing,

    /// <summary>Something else was submitted before under that name; there is no new job.</summary>
    Conflict,
}

/// <summary>The answer to a submission.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Job">The job of that name: the new one, or the one that was there.</param>
internal sealed record Submitted(SubmitOutcome Outcome, JobRow Job);
