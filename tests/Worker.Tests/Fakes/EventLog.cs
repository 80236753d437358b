using System.Threading.Channels;
using MassTransit;
using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Worker.Tests.Fakes;

/// <summary>Every event that came over the bus, in order, with its headers. It listens as the submitter does: one endpoint for all types.</summary>
internal sealed class EventLog
    : IConsumer<JobStarted>, IConsumer<JobProgress>, IConsumer<ImageCompleted>, IConsumer<JobSucceeded>, IConsumer<JobFailed>, IConsumer<JobCancelled>, IConsumer<JobExpired>
{
    private readonly Channel<Heard> news = Channel.CreateUnbounded<Heard>();

    /// <summary>Waits for the next event of one type; others before it are passed over.</summary>
    public async Task<T> NextAsync<T>()
        where T : JobEvent => (T)(await NextHeardAsync<T>()).Event;

    /// <summary>The same with its headers.</summary>
    public async Task<Heard> NextHeardAsync<T>()
        where T : JobEvent
    {
        while (true)
        {
            var heard = await ReadAsync();
            if (heard.Event is T)
            {
                return heard;
            }
        }
    }

    /// <summary>Whether an event has come that nobody has waited for yet.</summary>
    public bool HasMore => news.Reader.Count > 0;

    /// <summary>All events that have come and that nobody has waited for yet.</summary>
    public IReadOnlyList<JobEvent> Drain()
    {
        var events = new List<JobEvent>();
        while (news.Reader.TryRead(out var heard))
        {
            events.Add(heard.Event);
        }

        return events;
    }

    /// <summary>Waits for the event that ends a job, and returns all events up to it.</summary>
    public async Task<IReadOnlyList<JobEvent>> UntilEndAsync()
    {
        var events = new List<JobEvent>();
        do
        {
            events.Add((await ReadAsync()).Event);
        }
        while (events[^1] is not (JobSucceeded or JobFailed or JobCancelled or JobExpired));
        return events;
    }

    public Task Consume(ConsumeContext<JobStarted> context) => Add(context);

    public Task Consume(ConsumeContext<JobProgress> context) => Add(context);

    public Task Consume(ConsumeContext<ImageCompleted> context) => Add(context);

    public Task Consume(ConsumeContext<JobSucceeded> context) => Add(context);

    public Task Consume(ConsumeContext<JobFailed> context) => Add(context);

    public Task Consume(ConsumeContext<JobCancelled> context) => Add(context);

    public Task Consume(ConsumeContext<JobExpired> context) => Add(context);

    private async Task<Heard> ReadAsync() => await news.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TestWorker.Patience);

    private Task Add<T>(ConsumeContext<T> context)
        where T : JobEvent
    {
        var headers = context.ReceiveContext.TransportHeaders.GetAll().ToDictionary(header => header.Key, header => header.Value?.ToString() ?? "", StringComparer.Ordinal);
        news.Writer.TryWrite(new Heard(context.Message, headers, context.ReceiveContext.Body.GetString()));
        return Task.CompletedTask;
    }
}

/// <summary>An event and its headers.</summary>
internal sealed record Heard(JobEvent Event, IReadOnlyDictionary<string, string> Headers, string Body);
