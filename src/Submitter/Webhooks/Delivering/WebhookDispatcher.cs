using Microsoft.Extensions.Options;
using SwiftDiffusion.Submitter.Webhooks.Endpoints;
using SwiftDiffusion.Submitter.Webhooks.Sending;
using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Webhooks.Delivering;

/// <summary>Delivers webhooks, many at a time, until the process ends. What is in hand then is given back.</summary>
internal sealed partial class WebhookDispatcher(
    DeliveryQueue queue, MessageSource messages, WebhookSender sender, DeliveryLedger ledger, ReceiverShares shares, EndpointSecrets secrets, WebhookSignal signal,
    WebhookMetrics metrics, IOptions<WebhookOptions> options, TimeProvider time, ILogger<WebhookDispatcher> logger) : BackgroundService
{
    // Keys may be put right while the program runs elsewhere, so what cannot be signed waits rather than fails.
    private static readonly TimeSpan VaultPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FaultPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan GiveBackPatience = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new List<Task>();
        var renewed = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                renewed = renewed || await RenewSecretsAsync(stoppingToken);
                running.RemoveAll(task => task.IsCompleted);
                var claimed = await queue.ClaimAsync(shares, stoppingToken);
                running.AddRange(claimed.Select(delivery => Begin(delivery, stoppingToken)));
                if (claimed.Count == 0 || shares.Free == 0)
                {
                    await signal.WaitAsync(options.Value.PollInterval, time, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e)
            {
                // The database is away: all waits in its rows.
                LogNotTaken(logger, e.GetBaseException().Message);
                await Task.Delay(FaultPause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(running);
    }

    /// <summary>Delivers what is due now, once each, and waits for it.</summary>
    /// <returns>How many attempts that were.</returns>
    internal async Task<int> DeliverDueAsync(CancellationToken cancellationToken)
    {
        var claimed = await queue.ClaimAsync(shares, cancellationToken);
        await Task.WhenAll(claimed.Select(delivery => Begin(delivery, cancellationToken)));
        return claimed.Count;
    }

    private Task Begin(WebhookDeliveryRow delivery, CancellationToken stoppingToken)
    {
        var receiver = new Receiver(delivery.TenantId, delivery.Receiver);
        shares.Take(receiver);
        return DeliverAsync(delivery, receiver, stoppingToken);
    }

    private async Task DeliverAsync(WebhookDeliveryRow delivery, Receiver receiver, CancellationToken stoppingToken)
    {
        AttemptResult? result = null;
        try
        {
            var message = await messages.LoadAsync(delivery, stoppingToken);
            result = await sender.SendAsync(message, stoppingToken);
            metrics.Attempted(result);
            LogAttempt(logger, delivery.Id, delivery.JobId, delivery.EventType, delivery.Receiver, result.Outcome, result.Status, (int)result.Duration.TotalMilliseconds);
            // Once it is known, it is written down, also when the process is asked to end.
            await ledger.WriteAsync(delivery, result, CancellationToken.None);
        }
        catch (UndeliverableException e)
        {
            await TryAsync(delivery, token => ledger.FailAsync(delivery, e.Message, token));
        }
        catch (VaultException e)
        {
            LogNotSigned(logger, delivery.Id, e.Message);
            await TryAsync(delivery, token => ledger.GiveBackAsync(delivery, time.GetUtcNow() + VaultPause, token));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await TryAsync(delivery, token => ledger.GiveBackAsync(delivery, until: null, token));
        }
        catch (Exception e)
        {
            LogNotWritten(logger, delivery.Id, e.GetBaseException().Message);
        }
        finally
        {
            shares.Return(receiver, result);
            signal.Set();
        }
    }

    /// <summary>Writes to the database what can be left out: the lease ends by itself.</summary>
    private async Task TryAsync(WebhookDeliveryRow delivery, Func<CancellationToken, Task> write)
    {
        using var patience = new CancellationTokenSource(GiveBackPatience, time);
        try
        {
            await write(patience.Token);
        }
        catch (Exception e)
        {
            LogNotWritten(logger, delivery.Id, e.GetBaseException().Message);
        }
    }

    private async Task<bool> RenewSecretsAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await secrets.RenewAsync(cancellationToken) is > 0 and var count)
            {
                LogRenewed(logger, count);
            }
        }
        catch (VaultException e)
        {
            LogNotRenewed(logger, e.Message);
        }

        return true;
    }

    [LoggerMessage(EventId = 2501, Level = LogLevel.Warning, Message = "Webhooks that are due could not be taken, trying again: {Problem}")]
    private static partial void LogNotTaken(ILogger logger, string problem);

    [LoggerMessage(EventId = 2502, Level = LogLevel.Debug, Message = "Webhook {Delivery} of job {Job} ({Event}) to {Receiver}: {Outcome}, status {Status}, {Milliseconds} ms.")]
    private static partial void LogAttempt(ILogger logger, string delivery, string job, string @event, string receiver, AttemptOutcome outcome, int? status, int milliseconds);

    [LoggerMessage(EventId = 2503, Level = LogLevel.Warning, Message = "What came of webhook {Delivery} could not be written down; it is taken again when its lease ends: {Problem}")]
    private static partial void LogNotWritten(ILogger logger, string delivery, string problem);

    [LoggerMessage(EventId = 2504, Level = LogLevel.Error, Message = "Webhook {Delivery} cannot be signed and waits: {Problem}")]
    private static partial void LogNotSigned(ILogger logger, string delivery, string problem);

    [LoggerMessage(EventId = 2505, Level = LogLevel.Information, Message = "The secrets of {Count} webhook endpoints are encrypted with the newest key now.")]
    private static partial void LogRenewed(ILogger logger, int count);

    [LoggerMessage(EventId = 2506, Level = LogLevel.Error, Message = "Secrets of webhook endpoints stay under an old key: {Problem}")]
    private static partial void LogNotRenewed(ILogger logger, string problem);
}
