using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Jobs;
using SwiftDiffusion.Submitter.Webhooks.Sending;

namespace SwiftDiffusion.Submitter.Webhooks.Delivering;

/// <summary>Plans who is to hear of an event, within the transaction that stores it: both are there, or neither.</summary>
internal static class DeliveryPlan
{
    /// <summary>Adds a delivery to the job's own address, and one to each of the tenant's endpoints, where they want such an event.</summary>
    /// <param name="db">The transaction's.</param>
    /// <param name="job">The job, as the event has left it.</param>
    /// <param name="jobEvent">What is stored beside it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task EnqueueAsync(this SubmitterDb db, JobRow job, JobEventRow jobEvent, CancellationToken cancellationToken)
    {
        if (job.WebhookUrl is { } url && EventFilter.Passes(job.WebhookEvents, jobEvent.Type))
        {
            db.WebhookDeliveries.Add(Delivery(job, jobEvent, endpointId: null, url));
        }

        var endpoints = await db.WebhookEndpoints.AsNoTracking()
            .Where(endpoint => endpoint.TenantId == job.TenantId && endpoint.DisabledAt == null && endpoint.Url != "")
            .Select(endpoint => new { endpoint.Id, endpoint.Url, endpoint.Events })
            .ToListAsync(cancellationToken);
        foreach (var endpoint in endpoints.Where(endpoint => EventFilter.Passes(endpoint.Events, jobEvent.Type)))
        {
            db.WebhookDeliveries.Add(Delivery(job, jobEvent, endpoint.Id, endpoint.Url));
        }
    }

    private static WebhookDeliveryRow Delivery(JobRow job, JobEventRow jobEvent, string? endpointId, string url) => new()
    {
        Id = JobId.New(job.UpdatedAt),
        TenantId = job.TenantId,
        JobId = job.Id,
        EventId = jobEvent.EventId,
        EventType = jobEvent.Type,
        EndpointId = endpointId,
        Url = url,
        Receiver = WebhookUrl.ReceiverOf(url),
        CreatedAt = job.UpdatedAt,
        NextAttemptAt = job.UpdatedAt,
    };
}
