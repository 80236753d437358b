namespace SwiftDiffusion.Submitter.Webhooks;

/// <summary>Table <c>webhook_attempts</c>: one try to deliver.</summary>
internal sealed class WebhookAttemptRow
{
    public required string DeliveryId { get; set; }

    /// <summary>Counts from 1.</summary>
    public required int Number { get; set; }

    public required DateTimeOffset At { get; set; }

    public required int DurationMs { get; set; }

    /// <summary>The HTTP status; null where there was no answer.</summary>
    public int? Status { get; set; }

    public string? Error { get; set; }
}
