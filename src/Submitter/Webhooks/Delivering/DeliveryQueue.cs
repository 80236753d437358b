using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Submitter.Data;

namespace SwiftDiffusion.Submitter.Webhooks.Delivering;

/// <summary>Takes deliveries that are due from the table. Who has taken one has it for a while; if it is not heard of by then, others take it.</summary>
internal sealed class DeliveryQueue(Transactions transactions, TimeProvider time)
{
    /// <summary>How long a delivery is leased: well beyond the longest attempt.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const int MaxReceivers = 256;

    /// <summary>Whom deliveries are leased by: this process, by a name that no other has.</summary>
    public string Owner { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Takes what is due, as far as shares allow.</summary>
    public async Task<IReadOnlyList<WebhookDeliveryRow>> ClaimAsync(ReceiverShares shares, CancellationToken cancellationToken)
    {
        if (shares.Free == 0)
        {
            return [];
        }

        // Looking takes no lock, and mostly finds nothing.
        var now = time.GetUtcNow();
        var waiting = await transactions.ReadAsync((db, token) => Waiting(db, shares, now).ToListAsync(token), cancellationToken);
        return shares.Divide([.. waiting.Select(row => new Receiver(row.TenantId, row.Receiver))]) is { Count: > 0 } shared
            ? await transactions.RunAsync((db, token) => ClaimAsync(db, shared, now, token), cancellationToken)
            : [];
    }

    private async Task<IReadOnlyList<WebhookDeliveryRow>> ClaimAsync(
        SubmitterDb db, IReadOnlyList<(Receiver Receiver, int Count)> shared, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var claimed = new List<WebhookDeliveryRow>();
        foreach (var (receiver, count) in shared)
        {
            claimed.AddRange(await Due(db, receiver, now, count).AsTracking().ToListAsync(cancellationToken));
        }

        claimed.ForEach(row => (row.LeaseOwner, row.LeaseUntil) = (Owner, now + Lease));
        await db.SaveChangesAsync(cancellationToken);
        return claimed;
    }

    /// <summary>Whom something is due for and can be sent to, those first that have waited longest.</summary>
    private static IQueryable<WaitingReceiver> Waiting(SubmitterDb db, ReceiverShares shares, DateTimeOffset now)
    {
        // A tenant and a host as one text, for the database to compare.
        var (closed, tenants) = (shares.Closed().Select(receiver => receiver.Tenant + " " + receiver.Host).ToArray(), shares.ClosedTenants().ToArray());
        return db.WebhookDeliveries
            .Where(row => row.State == DeliveryState.Pending && row.NextAttemptAt <= now && (row.LeaseUntil == null || row.LeaseUntil <= now))
            .Where(row => !tenants.Contains(row.TenantId) && !closed.Contains(row.TenantId + " " + row.Receiver))
            .GroupBy(row => new { row.TenantId, row.Receiver })
            .Select(group => new WaitingReceiver { TenantId = group.Key.TenantId, Receiver = group.Key.Receiver, Oldest = group.Min(row => row.NextAttemptAt) })
            .OrderBy(group => group.Oldest)
            .Take(MaxReceivers);
    }

    // Several submitters share a server's table: each takes rows that no other has in hand.
    private static IQueryable<WebhookDeliveryRow> Due(SubmitterDb db, Receiver receiver, DateTimeOffset now, int count) => db.LocksRows
        ? db.WebhookDeliveries.FromSql(
            $"""
            SELECT * FROM webhook_deliveries
            WHERE state = 'pending' AND tenant_id = {receiver.Tenant} AND receiver = {receiver.Host} AND next_attempt_at <= {now} AND (lease_until IS NULL OR lease_until <= {now})
            ORDER BY next_attempt_at LIMIT {count} FOR UPDATE SKIP LOCKED
            """)
        : db.WebhookDeliveries
            .Where(row => row.State == DeliveryState.Pending && row.TenantId == receiver.Tenant && row.Receiver == receiver.Host && row.NextAttemptAt <= now)
            .Where(row => row.LeaseUntil == null || row.LeaseUntil <= now)
            .OrderBy(row => row.NextAttemptAt)
            .Take(count);

    private sealed class WaitingReceiver
    {
        public required string TenantId { get; init; }

        public required string Receiver { get; init; }

        public DateTimeOffset Oldest { get; init; }
    }
}
