using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Webhooks.Endpoints;
using SwiftDiffusion.Submitter.Webhooks.Sending;
using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Webhooks.Delivering;

/// <summary>Makes the webhook that a delivery stands for, from the event and the endpoint as they are now.</summary>
internal sealed class MessageSource(Transactions transactions, EndpointSecrets secrets, TimeProvider time)
{
    /// <summary>Makes it.</summary>
    /// <exception cref="UndeliverableException">There is nothing to send, or nobody to send it to.</exception>
    /// <exception cref="VaultException">The secrets cannot be read.</exception>
    public async Task<WebhookMessage> LoadAsync(WebhookDeliveryRow delivery, CancellationToken cancellationToken)
    {
        var (jobEvent, traceParent, endpoint) = await transactions.ReadAsync(
            async (db, token) =>
            (
                await db.JobEvents.SingleOrDefaultAsync(row => row.TenantId == delivery.TenantId && row.EventId == delivery.EventId, token),
                await db.Jobs.Where(row => row.TenantId == delivery.TenantId && row.Id == delivery.JobId).Select(row => row.TraceParent).SingleOrDefaultAsync(token),
                delivery.EndpointId is { } id ? await db.WebhookEndpoints.SingleOrDefaultAsync(row => row.Id == id, token) : null
            ),
            cancellationToken);
        if (jobEvent is null)
        {
            throw new UndeliverableException("The event is no longer kept.");
        }

        if (delivery.EndpointId is null)
        {
            endpoint = await secrets.OfJobsAsync(delivery.TenantId, cancellationToken);
        }

        if (endpoint is null or { DisabledAt: not null })
        {
            throw new UndeliverableException($"Not sent: the endpoint {(endpoint is null ? "is deleted" : "is disabled")}.");
        }

        return new WebhookMessage(IdOf(delivery.EventId), delivery.Url, WebhookBody.Of(jobEvent), secrets.Read(endpoint).At(time.GetUtcNow()), traceParent);
    }

    // Ids that workers of ours give can be signed as they are; another's may hold anything.
    private static string IdOf(string eventId) => WebhookSignature.IsId(eventId) ? eventId : $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(eventId)))}";
}
