namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>A part of a list, newest first. It holds its place by the last job seen, so jobs that come meanwhile shift nothing.</summary>
/// <param name="Size">How many, from 1.</param>
/// <param name="After">The last job of the page before; null for the first page.</param>
internal sealed record JobPage(int Size, JobCursor? After = null);

/// <summary>A place in a list.</summary>
/// <param name="CreatedAt">When the job there was accepted.</param>
/// <param name="Id">Its id.</param>
internal sealed record JobCursor(DateTimeOffset CreatedAt, string Id);
