namespace SwiftDiffusion.Submitter.Webhooks;

/// <summary>Table <c>webhook_endpoints</c>: where a tenant wants to hear of its jobs.</summary>
internal sealed class WebhookEndpointRow
{
    public required string Id { get; set; }

    public required string TenantId { get; set; }

    public required string Url { get; set; }

    /// <summary>Names of the events to tell, separated by commas; empty for the four that end a job.</summary>
    public required string Events { get; set; }

    /// <summary>The signing secrets, the newest first, encrypted.</summary>
    public required string Secrets { get; set; }

    public required DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? DisabledAt { get; set; }

    public string? DisabledReason { get; set; }
}
