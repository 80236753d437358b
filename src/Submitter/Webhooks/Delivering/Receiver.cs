namespace SwiftDiffusion.Submitter.Webhooks.Delivering;

/// <summary>Whom deliveries go to: a host, as one tenant's. Two tenants' deliveries to one host share nothing, lest one spoil the other's.</summary>
/// <param name="Tenant">Whose.</param>
/// <param name="Host">Host and port.</param>
internal sealed record Receiver(string Tenant, string Host);
