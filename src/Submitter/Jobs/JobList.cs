namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>A page of jobs.</summary>
/// <param name="Jobs">The jobs, newest first.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
internal sealed record JobList(IReadOnlyList<JobRow> Jobs, JobCursor? Next);
