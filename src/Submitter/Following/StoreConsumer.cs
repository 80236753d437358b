using MassTransit;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Submitter.Jobs;

namespace SwiftDiffusion.Submitter.Following;

/// <summary>Stores what workers tell. An event is acknowledged when it is in the database.</summary>
internal sealed class StoreConsumer(JobStore store)
    : IConsumer<JobStarted>, IConsumer<JobProgress>, IConsumer<ImageCompleted>, IConsumer<JobSucceeded>, IConsumer<JobFailed>, IConsumer<JobCancelled>, IConsumer<JobExpired>
{
    public Task Consume(ConsumeContext<JobStarted> context) => StoreAsync(context);

    public Task Consume(ConsumeContext<JobProgress> context) => StoreAsync(context);

    public Task Consume(ConsumeContext<ImageCompleted> context) => StoreAsync(context);

    public Task Consume(ConsumeContext<JobSucceeded> context) => StoreAsync(context);

    public Task Consume(ConsumeContext<JobFailed> context) => StoreAsync(context);

    public Task Consume(ConsumeContext<JobCancelled> context) => StoreAsync(context);

    public Task Consume(ConsumeContext<JobExpired> context) => StoreAsync(context);

    private Task<ApplyOutcome> StoreAsync<T>(ConsumeContext<T> context)
        where T : JobEvent => store.ApplyAsync(context.Message, context.Headers.Get<string>($"{CloudEvents.Prefix}id"), context.CancellationToken);
}
