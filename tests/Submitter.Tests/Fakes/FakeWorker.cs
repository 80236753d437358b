using System.Collections.Concurrent;
using System.Threading.Channels;
using MassTransit;
using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Submitter.Tests.Fakes;

/// <summary>Takes jobs and cancellations, notes them as they came over the wire, and answers as the test says.</summary>
internal sealed class FakeWorker(Received received) : IConsumer<GenerateImages>, IConsumer<CancelJob>
{
    public async Task Consume(ConsumeContext<GenerateImages> context)
    {
        received.Add(context);
        await received.Answer(context, context.Message);
    }

    public Task Consume(ConsumeContext<CancelJob> context)
    {
        received.Add(context);
        return Task.CompletedTask;
    }
}

/// <summary>What the fake worker got.</summary>
internal sealed class Received(Func<IPublishEndpoint, GenerateImages, Task> answer)
{
    private readonly Channel<Wire> messages = Channel.CreateUnbounded<Wire>();

    public Func<IPublishEndpoint, GenerateImages, Task> Answer => answer;

    public void Add<T>(ConsumeContext<T> context)
        where T : class => messages.Writer.TryWrite(new Wire(
            context.Message,
            context.ReceiveContext.InputAddress.AbsolutePath.Trim('/'),
            context.ReceiveContext.Body.GetString(),
            new ConcurrentDictionary<string, string>(context.ReceiveContext.TransportHeaders.GetAll().Select(header => KeyValuePair.Create(header.Key, $"{header.Value}")))));

    public Task<Wire> NextAsync() => messages.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();
}

/// <summary>A message as it came.</summary>
internal sealed record Wire(object Message, string Queue, string Body, IReadOnlyDictionary<string, string> Headers);
