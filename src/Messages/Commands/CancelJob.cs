using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Commands;

/// <summary>Asks the fleet to give a job up, queued or running. A running one stops within a step; one that has ended stays as it is.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Tenant">Whom the job belongs to, as the job said: the mark that a worker looks for lies among the tenant's blobs. Null for nobody in particular.</param>
public sealed record CancelJob(
    [property: Pattern(Patterns.Identifier, Patterns.IdentifierAllowed)] string JobId,
    [property: Pattern(Patterns.Identifier, Patterns.IdentifierAllowed)] string? Tenant = null);
