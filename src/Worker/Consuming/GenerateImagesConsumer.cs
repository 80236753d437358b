using System.Globalization;
using MassTransit;
using MassTransit.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Worker.Settling;
using SwiftDiffusion.Worker.Telemetry;

namespace SwiftDiffusion.Worker.Consuming;

/// <summary>Takes jobs from the bus. A job's message is acknowledged when this returns, and goes back when it throws.</summary>
internal sealed class GenerateImagesConsumer(
    JobHandler handler, Suspects suspects, JobQueues queues, IBus bus, IOptions<WorkerOptions> options, TimeProvider time, ILogger<GenerateImagesConsumer> logger)
    : IConsumer<GenerateImages>
{
    public async Task Consume(ConsumeContext<GenerateImages> context)
    {
        var returns = Count(context, JobQueues.ReturnsHeader);
        var all = returns + Count(context, JobQueues.EarlierReturnsHeader);
        if (all == 0)
        {
            await HandleAsync(context);
            return;
        }

        if (returns > 0)
        {
            WorkerMetrics.Redelivered();
            logger.JobCameBack(context.Message.JobId, all);
        }

        if (all > queues.ReturnsLimit)
        {
            logger.JobGivenUpForGood(context.Message.JobId, all);
            await SendAsync(context, JobQueues.DeadAddress, all);
            return;
        }

        // One that was sent again may wait here: if the worker is lost meanwhile, that is the first return of this message.
        using var hand = returns > 0 ? suspects.TryEnter() : await suspects.EnterAsync(context.CancellationToken);
        await (hand is null ? SendAgainAsync(context, all) : HandleAsync(context));
    }

    private async Task HandleAsync(ConsumeContext<GenerateImages> context)
    {
        using var span = WorkerTracing.StartJob(context.Message, context.Headers.Get<string>(DiagnosticHeaders.ActivityId) is null ? context.Headers.Get<string>(EventPublishing.TraceParent) : null);
        // Not through the context: it keeps count of what is published through it, and a step that could not be told would return the message of a settled job.
        var events = new JobEvents(bus, context.Message, options.Value.Name, options.Value.Source, time);
        await handler.HandleAsync(context.Message, SentTime(context), events, context.CancellationToken);
    }

    /// <summary>Sends a job to the end of the queue that it came from.</summary>
    private Task SendAgainAsync(ConsumeContext<GenerateImages> context, long returns)
    {
        logger.JobSentAgain(context.Message.JobId);
        return SendAsync(context, new Uri($"exchange:{context.ReceiveContext.InputAddress.Segments[^1]}"), returns);
    }

    /// <summary>Sends a job on; its message is acknowledged only when the broker has the new one.</summary>
    private async Task SendAsync(ConsumeContext<GenerateImages> context, Uri address, long returns)
    {
        var queue = await bus.GetSendEndpoint(address);
        // Of the headers only the sender's own: the broker's count would make it a suspect again.
        var attributes = context.ReceiveContext.TransportHeaders.GetAll().Where(header => header.Key.StartsWith(CloudEvents.Prefix, StringComparison.Ordinal)).ToArray();
        await queue.Send(
            context.Message,
            send =>
            {
                foreach (var (name, value) in attributes)
                {
                    send.Headers.Set(name, value);
                }

                send.Headers.Set(JobQueues.EarlierReturnsHeader, returns);
            },
            context.CancellationToken);
    }

    private static long Count(ConsumeContext context, string header) => context.ReceiveContext.TransportHeaders.Get<long>(header) ?? 0;

    /// <summary>When the job was sent: by its CloudEvents attribute, which every producer can give, or else by the transport's header.</summary>
    private static DateTimeOffset? SentTime(ConsumeContext context) =>
        DateTimeOffset.TryParse(context.Headers.Get<string>($"{CloudEvents.Prefix}time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : context.SentTime is { } sent ? new DateTimeOffset(DateTime.SpecifyKind(sent, DateTimeKind.Utc)) : null;
}
