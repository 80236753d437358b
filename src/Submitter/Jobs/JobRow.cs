using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>Table <c>jobs</c>: a job from its submission to its end. While <see cref="DispatchedAt"/> is null the row is also the outbox.</summary>
internal sealed class JobRow
{
    /// <summary>Unique within its tenant.</summary>
    public required string Id { get; set; }

    public required string TenantId { get; set; }

    /// <summary>What the client calls the submission, unique within its tenant; null where it gave no key.</summary>
    public string? IdempotencyKey { get; set; }

    /// <summary>Tells whether a second submission under the same name asks for the same.</summary>
    public required string RequestHash { get; set; }

    /// <summary>The job as it goes to the worker: the JSON of a <see cref="Messages.Commands.GenerateImages"/>.</summary>
    public required string Request { get; set; }

    public required string Model { get; set; }

    public JobPriority Priority { get; set; }

    public JobState State { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    /// <summary>When anything was last heard of it.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>When the broker confirmed it; null while it waits to be handed over.</summary>
    public DateTimeOffset? DispatchedAt { get; set; }

    /// <summary>How often it was handed to the broker.</summary>
    public int Dispatches { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public DateTimeOffset? Deadline { get; set; }

    /// <summary>Steps done over all images.</summary>
    public int Step { get; set; }

    /// <summary>Steps in all, over all images; 0 until a worker tells.</summary>
    public int OfSteps { get; set; }

    /// <summary>How many workers began to paint it.</summary>
    public int Attempts { get; set; }

    /// <summary>The worker that began last.</summary>
    public string? Worker { get; set; }

    /// <summary>The JSON of a <see cref="JobResult"/>, once it has succeeded.</summary>
    public string? Result { get; set; }

    public FailureReason? FailureReason { get; set; }

    public string? FailureMessage { get; set; }

    public bool? Retryable { get; set; }

    public DateTimeOffset? CancelRequestedAt { get; set; }

    /// <summary>When workers were asked to give it up; null while a requested cancellation waits to be told.</summary>
    public DateTimeOffset? CancelDispatchedAt { get; set; }

    /// <summary>The job's own address for events; null where it has none.</summary>
    public string? WebhookUrl { get; set; }

    /// <summary>Names of the events to tell there, separated by commas; empty for the four that end a job.</summary>
    public string? WebhookEvents { get; set; }

    /// <summary>W3C trace context of the submission, which dispatch continues.</summary>
    public string? TraceParent { get; set; }
}
