using MassTransit;
using Microsoft.Extensions.Logging;
using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Worker.Consuming;

/// <summary>Stops a job that is in hand here. Every worker hears of every cancellation; queued jobs are found by their mark in the blob store.</summary>
internal sealed class CancelJobConsumer(RunningJobs jobs, ILogger<CancelJobConsumer> logger) : IConsumer<CancelJob>
{
    public Task Consume(ConsumeContext<CancelJob> context)
    {
        if (jobs.Cancel(context.Message))
        {
            logger.CancelRequested(context.Message.JobId);
        }

        return Task.CompletedTask;
    }
}
