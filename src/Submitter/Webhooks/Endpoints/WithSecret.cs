namespace SwiftDiffusion.Submitter.Webhooks.Endpoints;

/// <summary>An endpoint and its newest secret, which is shown this once.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Secret">The secret.</param>
internal sealed record WithSecret(WebhookEndpointRow Endpoint, string Secret)
{
    // Records print their members; this one's secret stays out of logs.
    public override string ToString() => $"{Endpoint.Id} with secret";
}
