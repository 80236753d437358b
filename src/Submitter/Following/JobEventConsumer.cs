using MassTransit;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Submitter.Following;

/// <summary>Hears every event of the fleet and hands it to those who follow its job.</summary>
internal sealed class JobEventConsumer(JobFollowers followers, JobWakeups wakeups)
    : IConsumer<JobAccepted>, IConsumer<JobStarted>, IConsumer<JobProgress>, IConsumer<ImageCompleted>,
      IConsumer<JobSucceeded>, IConsumer<JobFailed>, IConsumer<JobCancelled>, IConsumer<JobExpired>
{
    public Task Consume(ConsumeContext<JobAccepted> context) => Tell(context);

    public Task Consume(ConsumeContext<JobStarted> context) => Tell(context);

    public Task Consume(ConsumeContext<JobProgress> context) => Tell(context);

    public Task Consume(ConsumeContext<ImageCompleted> context) => Tell(context);

    public Task Consume(ConsumeContext<JobSucceeded> context) => Tell(context);

    public Task Consume(ConsumeContext<JobFailed> context) => Tell(context);

    public Task Consume(ConsumeContext<JobCancelled> context) => Tell(context);

    public Task Consume(ConsumeContext<JobExpired> context) => Tell(context);

    private Task Tell<T>(ConsumeContext<T> context)
        where T : JobEvent
    {
        followers.Tell(context.Message, context.Headers.Get<string>($"{CloudEvents.Prefix}id"));
        if (context.Message is { Tenant: { } tenant, JobId: var jobId })
        {
            // Whichever process stores it, those who wait here look for it.
            wakeups.Wake(tenant, jobId);
        }

        return Task.CompletedTask;
    }
}
