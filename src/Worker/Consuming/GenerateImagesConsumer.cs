using System.Globalization;
using MassTransit;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Consuming;

/// <summary>Takes jobs from the bus. A job's message is acknowledged when this returns, and goes back when it throws.</summary>
internal sealed class GenerateImagesConsumer(JobHandler handler, IBus bus, IOptions<WorkerOptions> options, TimeProvider time) : IConsumer<GenerateImages>
{
    public Task Consume(ConsumeContext<GenerateImages> context) => handler.HandleAsync(
        context.Message,
        SentTime(context),
        // Not through the context: it keeps count of what is published through it, and a step that could not be told would return the message of a settled job.
        new JobEvents(bus, context.Message, options.Value.Name, options.Value.Source, time),
        context.CancellationToken);

    /// <summary>When the job was sent: by its CloudEvents attribute, which every producer can give, or else by the transport's header.</summary>
    private static DateTimeOffset? SentTime(ConsumeContext context) =>
        DateTimeOffset.TryParse(context.Headers.Get<string>($"{CloudEvents.Prefix}time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : context.SentTime is { } sent ? new DateTimeOffset(DateTime.SpecifyKind(sent, DateTimeKind.Utc)) : null;
}
