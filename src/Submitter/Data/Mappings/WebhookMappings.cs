using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Submitter.Jobs;
using SwiftDiffusion.Submitter.Tenants;
using SwiftDiffusion.Submitter.Webhooks;

namespace SwiftDiffusion.Submitter.Data.Mappings;

/// <summary>Webhooks: endpoints, deliveries, attempts.</summary>
internal static class WebhookMappings
{
    public static void Apply(ModelBuilder model)
    {
        model.Entity<WebhookEndpointRow>(endpoint =>
        {
            endpoint.HasKey(row => row.Id);
            endpoint.HasIndex(row => row.TenantId);
            endpoint.HasOne<TenantRow>().WithMany().HasForeignKey(row => row.TenantId);
        });
        model.Entity<WebhookDeliveryRow>(delivery =>
        {
            delivery.HasKey(row => row.Id);
            delivery.HasIndex(row => new { row.TenantId, row.EventId, row.EndpointId }).IsUnique().HasFilter("endpoint_id IS NOT NULL").HasDatabaseName("ix_webhook_deliveries_endpoint");
            delivery.HasIndex(row => new { row.TenantId, row.EventId, row.Url }).IsUnique().HasFilter("endpoint_id IS NULL").HasDatabaseName("ix_webhook_deliveries_url");
            delivery.HasIndex(row => new { row.TenantId, row.Receiver, row.NextAttemptAt }).HasFilter("state = 'pending'").HasDatabaseName("ix_webhook_deliveries_due");
            delivery.HasIndex(row => new { row.TenantId, row.JobId });
            delivery.HasIndex(row => new { row.EndpointId, row.DeliveredAt });
            delivery.HasIndex(row => new { row.TenantId, row.CreatedAt, row.Id });
            delivery.HasOne<JobRow>().WithMany().HasForeignKey(row => new { row.TenantId, row.JobId });
            // No foreign key to the endpoint: an event that is stored while an endpoint is deleted must not fail for that.
        });
        model.Entity<WebhookAttemptRow>(attempt =>
        {
            attempt.HasKey(row => new { row.DeliveryId, row.Number });
            attempt.HasOne<WebhookDeliveryRow>().WithMany().HasForeignKey(row => row.DeliveryId);
        });
    }
}
