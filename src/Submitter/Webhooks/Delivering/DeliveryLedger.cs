using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Webhooks.Sending;

namespace SwiftDiffusion.Submitter.Webhooks.Delivering;

/// <summary>Writes down what came of attempts, and what follows from it: the next attempt, the end of the delivery, the end of the endpoint.</summary>
internal sealed class DeliveryLedger(Transactions transactions, WebhookMetrics metrics, TimeProvider time)
{
    private const int LongestError = 1000;

    /// <summary>Writes an attempt down, unless the delivery was leased by another meanwhile.</summary>
    /// <param name="row">The delivery, as it was leased.</param>
    /// <param name="result">The attempt.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task WriteAsync(WebhookDeliveryRow row, AttemptResult result, CancellationToken cancellationToken)
    {
        var state = await transactions.RunAsync((db, token) => WriteAsync(db, row, result, token), cancellationToken);
        if (state == DeliveryState.Abandoned)
        {
            metrics.Abandoned();
        }
    }

    /// <summary>Ends a delivery that nothing was sent for.</summary>
    public Task FailAsync(WebhookDeliveryRow row, string reason, CancellationToken cancellationToken) => transactions.ReadAsync(
        (db, token) => Mine(db, row).ExecuteUpdateAsync(
            it => it.SetProperty(d => d.State, DeliveryState.Failed).SetProperty(d => d.LastError, reason)
                .SetProperty(d => d.LeaseOwner, (string?)null).SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null),
            token),
        cancellationToken);

    /// <summary>Gives a delivery back as if it had never been taken; with <paramref name="until"/>, not before then.</summary>
    public Task GiveBackAsync(WebhookDeliveryRow row, DateTimeOffset? until, CancellationToken cancellationToken) => transactions.ReadAsync(
        (db, token) => Mine(db, row).ExecuteUpdateAsync(
            it => it.SetProperty(d => d.LeaseOwner, (string?)null).SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null).SetProperty(d => d.NextAttemptAt, until ?? row.NextAttemptAt),
            token),
        cancellationToken);

    private static IQueryable<WebhookDeliveryRow> Mine(SubmitterDb db, WebhookDeliveryRow row) =>
        db.WebhookDeliveries.Where(it => it.Id == row.Id && it.LeaseOwner == row.LeaseOwner && it.State == DeliveryState.Pending);

    private async Task<DeliveryState?> WriteAsync(SubmitterDb db, WebhookDeliveryRow leased, AttemptResult result, CancellationToken cancellationToken)
    {
        // The lease is compared in the statement that ends it, so of two that believe to have the delivery one writes.
        var (now, number) = (time.GetUtcNow(), leased.Attempts + 1);
        var (state, next) = Judge(leased, result, number, now);
        var delivered = state == DeliveryState.Delivered ? now : (DateTimeOffset?)null;
        var error = result.Error is { Length: > LongestError } text ? text[..LongestError] : result.Error;
        var changed = await Mine(db, leased).Where(row => row.Attempts == leased.Attempts).ExecuteUpdateAsync(
            row => row.SetProperty(it => it.State, state).SetProperty(it => it.Attempts, number).SetProperty(it => it.NextAttemptAt, next ?? leased.NextAttemptAt)
                .SetProperty(it => it.DeliveredAt, delivered).SetProperty(it => it.LastStatus, result.Status).SetProperty(it => it.LastError, error)
                .SetProperty(it => it.LeaseOwner, (string?)null).SetProperty(it => it.LeaseUntil, (DateTimeOffset?)null),
            cancellationToken);
        if (changed == 0)
        {
            return null;
        }

        db.WebhookAttempts.Add(new WebhookAttemptRow
        {
            DeliveryId = leased.Id,
            Number = number,
            At = result.At,
            DurationMs = (int)result.Duration.TotalMilliseconds,
            Status = result.Status,
            Error = error,
        });
        await db.SaveChangesAsync(cancellationToken);
        if (result.Outcome == AttemptOutcome.Gone)
        {
            await GiveUpReceiverAsync(db, leased, "The receiver answered 410 Gone.", now, cancellationToken);
        }
        else if (state == DeliveryState.Abandoned && leased.EndpointId is not null && !await HasTakenSinceAsync(db, leased, cancellationToken))
        {
            await GiveUpReceiverAsync(db, leased, $"Nothing could be delivered since {leased.CreatedAt:u}; the last attempt: {error}", now, cancellationToken);
        }

        return state;
    }

    private static (DeliveryState State, DateTimeOffset? Next) Judge(WebhookDeliveryRow leased, AttemptResult result, int number, DateTimeOffset now)
    {
        switch (result.Outcome)
        {
            case AttemptOutcome.Delivered:
                return (DeliveryState.Delivered, null);
            case AttemptOutcome.Gone or AttemptOutcome.Blocked:
                return (DeliveryState.Failed, null);
            default:
                var next = DeliverySchedule.Next(number - leased.AttemptsBefore, now, result.RetryAfter, leased.Id);
                return (next is null ? DeliveryState.Abandoned : DeliveryState.Pending, next);
        }
    }

    /// <summary>Whether the endpoint has taken anything since a delivery was made: one that takes others is not dead.</summary>
    private static Task<bool> HasTakenSinceAsync(SubmitterDb db, WebhookDeliveryRow delivery, CancellationToken cancellationToken) =>
        db.WebhookDeliveries.AnyAsync(row => row.TenantId == delivery.TenantId && row.EndpointId == delivery.EndpointId && row.DeliveredAt >= delivery.CreatedAt, cancellationToken);

    /// <summary>Disables the endpoint, or for a job's own address gives up what else the job has for it.</summary>
    private static async Task GiveUpReceiverAsync(SubmitterDb db, WebhookDeliveryRow delivery, string reason, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var pending = db.WebhookDeliveries.Where(row => row.TenantId == delivery.TenantId && row.State == DeliveryState.Pending);
        if (delivery.EndpointId is { } endpoint)
        {
            await db.WebhookEndpoints.Where(row => row.Id == endpoint && row.DisabledAt == null)
                .ExecuteUpdateAsync(row => row.SetProperty(it => it.DisabledAt, now).SetProperty(it => it.DisabledReason, reason), cancellationToken);
            pending = pending.Where(row => row.EndpointId == endpoint);
        }
        else
        {
            pending = pending.Where(row => row.EndpointId == null && row.JobId == delivery.JobId && row.Url == delivery.Url);
        }

        await pending.ExecuteUpdateAsync(
            row => row.SetProperty(it => it.State, DeliveryState.Failed).SetProperty(it => it.LastError, $"Not sent: {reason}"),
            cancellationToken);
    }
}
