using MassTransit;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Consuming;

/// <summary>Takes jobs from the bus. A job's message is acknowledged when this returns, and goes back when it throws.</summary>
internal sealed class GenerateImagesConsumer(JobHandler handler, IOptions<WorkerOptions> options, TimeProvider time) : IConsumer<GenerateImages>
{
    public Task Consume(ConsumeContext<GenerateImages> context) => handler.HandleAsync(
        context.Message,
        context.SentTime is { } sent ? new DateTimeOffset(DateTime.SpecifyKind(sent, DateTimeKind.Utc)) : null,
        new JobEvents(context, context.Message, options.Value.Name, options.Value.Source, time),
        context.CancellationToken);
}
