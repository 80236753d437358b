namespace SwiftDiffusion.Submitter.Webhooks;

/// <summary>Table <c>webhook_deliveries</c>: an event that an address is to hear of. Made in the transaction that stores the event.</summary>
internal sealed class WebhookDeliveryRow
{
    public required string Id { get; set; }

    public required string TenantId { get; set; }

    public required string JobId { get; set; }

    /// <summary>The event's CloudEvents id, which is the webhook's id.</summary>
    public required string EventId { get; set; }

    /// <summary>One of <see cref="Messages.Events.EventNames"/>.</summary>
    public required string EventType { get; set; }

    /// <summary>The tenant's endpoint; null for the job's own address.</summary>
    public string? EndpointId { get; set; }

    public required string Url { get; set; }

    /// <summary>Host and port of the address: receivers share nothing with each other.</summary>
    public required string Receiver { get; set; }

    public DeliveryState State { get; set; }

    /// <summary>How many attempts were made.</summary>
    public int Attempts { get; set; }

    /// <summary>How many of them came before the last replay, with which the schedule begins anew.</summary>
    public int AttemptsBefore { get; set; }

    public required DateTimeOffset NextAttemptAt { get; set; }

    public DateTimeOffset? LeaseUntil { get; set; }

    public string? LeaseOwner { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? DeliveredAt { get; set; }

    public int? LastStatus { get; set; }

    public string? LastError { get; set; }
}
