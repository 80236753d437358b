using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Webhooks.Sending;
using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Webhooks.Endpoints;

/// <summary>A tenant's endpoints. What is another tenant's is not found.</summary>
internal sealed class EndpointStore(Transactions transactions, EndpointSecrets secrets, IOptions<WebhookOptions> options, TimeProvider time)
{
    /// <summary>What stands for a tenant's jobs that bring an address of their own along, where an endpoint's id is asked for.</summary>
    public const string Jobs = "jobs";

    /// <summary>The endpoints, oldest first, without the one that stands for jobs.</summary>
    public Task<List<WebhookEndpointRow>> ListAsync(string tenant, CancellationToken cancellationToken) => transactions.ReadAsync(
        (db, token) => db.WebhookEndpoints.Where(row => row.TenantId == tenant && row.Url != "").OrderBy(row => row.CreatedAt).ThenBy(row => row.Id).ToListAsync(token),
        cancellationToken);

    /// <summary>An endpoint; null when the tenant has none of that id.</summary>
    public Task<WebhookEndpointRow?> FindAsync(string tenant, string id, CancellationToken cancellationToken) =>
        transactions.ReadAsync((db, token) => Mine(db, tenant, id).SingleOrDefaultAsync(token), cancellationToken);

    /// <summary>Makes an endpoint with a secret of its own; null when the tenant has as many as it may.</summary>
    /// <exception cref="VaultException">There is no key to encrypt the secret with.</exception>
    public async Task<WithSecret?> CreateAsync(string tenant, string url, IReadOnlyList<string> events, CancellationToken cancellationToken)
    {
        var (now, kept) = (time.GetUtcNow(), KeptSecrets.Create());
        var id = JobId.New(now);
        var row = new WebhookEndpointRow { Id = id, TenantId = tenant, Url = url, Events = EventFilter.Of(events), Secrets = secrets.Write(id, kept), CreatedAt = now };
        var stored = await transactions.RunAsync(
            async (db, token) =>
            {
                if (await db.WebhookEndpoints.CountAsync(it => it.TenantId == tenant && it.Url != "", token) >= options.Value.EndpointsPerTenant)
                {
                    return false;
                }

                db.WebhookEndpoints.Add(row);
                await db.SaveChangesAsync(token);
                return true;
            },
            cancellationToken);
        return stored ? new WithSecret(row, kept.All[0].Secret) : null;
    }

    /// <summary>Changes an endpoint; null when the tenant has none of that id. What waits for it goes to the new address.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="id">The endpoint.</param>
    /// <param name="url">The new address; null to leave it.</param>
    /// <param name="events">The events to tell; null to leave them.</param>
    /// <param name="disabled">Whether to tell nothing any more, or to tell again; null to leave that.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<WebhookEndpointRow?> UpdateAsync(string tenant, string id, string? url, IReadOnlyList<string>? events, bool? disabled, CancellationToken cancellationToken) => transactions.RunAsync(
        async (db, token) =>
        {
            if (id == Jobs || await Mine(db, tenant, id).AsTracking().SingleOrDefaultAsync(token) is not { } row)
            {
                return null;
            }

            row.Events = events is null ? row.Events : EventFilter.Of(events);
            if (disabled is { } off && off != row.DisabledAt is not null)
            {
                row.DisabledAt = off ? time.GetUtcNow() : null;
                row.DisabledReason = off ? "Disabled by its owner." : null;
            }

            if (url is not null && url != row.Url)
            {
                row.Url = url;
                var receiver = WebhookUrl.ReceiverOf(url);
                await db.WebhookDeliveries.Where(it => it.EndpointId == id && it.State == DeliveryState.Pending)
                    .ExecuteUpdateAsync(it => it.SetProperty(d => d.Url, url).SetProperty(d => d.Receiver, receiver), token);
            }

            await db.SaveChangesAsync(token);
            return row;
        },
        cancellationToken);

    /// <summary>Removes an endpoint and all that was, or was to be, delivered to it.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> DeleteAsync(string tenant, string id, CancellationToken cancellationToken) => id != Jobs && await transactions.RunAsync(
        async (db, token) =>
        {
            await db.WebhookDeliveries.Where(row => row.TenantId == tenant && row.EndpointId == id).ExecuteDeleteAsync(token);
            return await Mine(db, tenant, id).ExecuteDeleteAsync(token) > 0;
        },
        cancellationToken);

    /// <summary>Gives an endpoint, or with <see cref="Jobs"/> the tenant's jobs, a new secret; null when the tenant has no endpoint of that id. The old one signs on for a while, beside the new one.</summary>
    /// <exception cref="VaultException">Secrets cannot be encrypted or decrypted.</exception>
    public async Task<WithSecret?> RotateAsync(string tenant, string id, TimeSpan overlap, CancellationToken cancellationToken)
    {
        if (id == Jobs)
        {
            await secrets.OfJobsAsync(tenant, cancellationToken);
        }

        while (await FindAsync(tenant, id, cancellationToken) is { } row)
        {
            var kept = secrets.Read(row).Rotate(time.GetUtcNow(), overlap);
            var (before, after) = (row.Secrets, secrets.Write(row.Id, kept));
            // Of two rotations at once neither may lose the other's secret, which its caller has been shown.
            if (await transactions.ReadAsync(
                (db, token) => db.WebhookEndpoints.Where(it => it.Id == row.Id && it.Secrets == before).ExecuteUpdateAsync(it => it.SetProperty(e => e.Secrets, after), token),
                cancellationToken) > 0)
            {
                return new WithSecret(row, kept.All[0].Secret);
            }
        }

        return null;
    }

    private static IQueryable<WebhookEndpointRow> Mine(SubmitterDb db, string tenant, string id)
    {
        var rowId = id == Jobs ? EndpointSecrets.JobsId(tenant) : id;
        return db.WebhookEndpoints.Where(row => row.TenantId == tenant && row.Id == rowId);
    }
}
