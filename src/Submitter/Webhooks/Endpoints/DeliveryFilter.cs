namespace SwiftDiffusion.Submitter.Webhooks.Endpoints;

/// <summary>Which of a tenant's deliveries to list.</summary>
internal sealed record DeliveryFilter
{
    /// <summary>Those to an endpoint; null, the default, for all.</summary>
    public string? EndpointId { get; init; }

    /// <summary>Those of a job; null, the default, for all.</summary>
    public string? JobId { get; init; }

    /// <summary>Those of which that became; null, the default, for all.</summary>
    public DeliveryState? State { get; init; }
}
