namespace SwiftDiffusion.Messages.Commands;

/// <summary>Asks the fleet to give a job up, queued or running. A running one stops within a step; one that has ended stays as it is.</summary>
/// <param name="JobId">The job.</param>
public sealed record CancelJob(string JobId);
