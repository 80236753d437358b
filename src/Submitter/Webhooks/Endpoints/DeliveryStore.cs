using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Webhooks.Delivering;

namespace SwiftDiffusion.Submitter.Webhooks.Endpoints;

/// <summary>What was delivered and what was not, for tenants to look at and to have delivered again. What is another tenant's is not found.</summary>
internal sealed class DeliveryStore(Transactions transactions, WebhookSignal signal, TimeProvider time)
{
    /// <summary>A page of deliveries, newest first.</summary>
    public async Task<DeliveryPage> ListAsync(string tenant, DeliveryFilter filter, int size, DeliveryCursor? after, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        var rows = await transactions.ReadAsync((db, token) => Listed(db, tenant, filter, after).Take(size + 1).ToListAsync(token), cancellationToken);
        if (rows.Count <= size)
        {
            return new DeliveryPage(rows, Next: null);
        }

        rows.RemoveAt(size);
        return new DeliveryPage(rows, new DeliveryCursor(rows[^1].CreatedAt, rows[^1].Id));
    }

    /// <summary>A delivery and its attempts, the first one first; null when the tenant has none of that id.</summary>
    public Task<(WebhookDeliveryRow Delivery, IReadOnlyList<WebhookAttemptRow> Attempts)?> FindAsync(string tenant, string id, CancellationToken cancellationToken) => transactions.ReadAsync(
        async (db, token) => await Mine(db, tenant).SingleOrDefaultAsync(row => row.Id == id, token) is { } delivery
            ? (delivery, (IReadOnlyList<WebhookAttemptRow>)await db.WebhookAttempts.Where(row => row.DeliveryId == id).OrderBy(row => row.Number).ToListAsync(token))
            : default((WebhookDeliveryRow, IReadOnlyList<WebhookAttemptRow>)?),
        cancellationToken);

    /// <summary>Delivers once more, whatever became of it, with the schedule from its start.</summary>
    /// <returns>Whether there is such a delivery. One that is pending is due now.</returns>
    public async Task<bool> ReplayAsync(string tenant, string id, CancellationToken cancellationToken) =>
        await ReplayAsync(db => Mine(db, tenant).Where(row => row.Id == id), cancellationToken) > 0;

    /// <summary>Delivers once more what could not be delivered to an endpoint.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="endpointId">The endpoint.</param>
    /// <param name="since">Of events stored from then on.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many deliveries are due again.</returns>
    public Task<int> ReplayFailedAsync(string tenant, string endpointId, DateTimeOffset since, CancellationToken cancellationToken) => ReplayAsync(
        db => Mine(db, tenant).Where(row => row.EndpointId == endpointId && row.CreatedAt >= since && (row.State == DeliveryState.Failed || row.State == DeliveryState.Abandoned)),
        cancellationToken);

    private async Task<int> ReplayAsync(Func<SubmitterDb, IQueryable<WebhookDeliveryRow>> which, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // A lease stays: an attempt that is being made now is written down first.
        var count = await transactions.ReadAsync(
            (db, token) => which(db).ExecuteUpdateAsync(
                row => row.SetProperty(it => it.State, DeliveryState.Pending).SetProperty(it => it.NextAttemptAt, now)
                    .SetProperty(it => it.AttemptsBefore, it => it.Attempts).SetProperty(it => it.DeliveredAt, (DateTimeOffset?)null),
                token),
            cancellationToken);
        signal.Set();
        return count;
    }

    private static IQueryable<WebhookDeliveryRow> Mine(SubmitterDb db, string tenant) => db.WebhookDeliveries.Where(row => row.TenantId == tenant);

    private static IQueryable<WebhookDeliveryRow> Listed(SubmitterDb db, string tenant, DeliveryFilter filter, DeliveryCursor? after)
    {
        var rows = Mine(db, tenant);
        if (filter.EndpointId is { } endpoint)
        {
            rows = rows.Where(row => row.EndpointId == endpoint);
        }

        if (filter.JobId is { } job)
        {
            rows = rows.Where(row => row.JobId == job);
        }

        if (filter.State is { } state)
        {
            rows = rows.Where(row => row.State == state);
        }

        if (after is { } cursor)
        {
            // The first condition says nothing new; it is what an index can be searched by.
            rows = rows.Where(row => row.CreatedAt <= cursor.CreatedAt && (row.CreatedAt < cursor.CreatedAt || string.Compare(row.Id, cursor.Id) < 0));
        }

        return rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id);
    }
}
