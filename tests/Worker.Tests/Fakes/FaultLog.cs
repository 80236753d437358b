using System.Threading.Channels;
using MassTransit;

namespace SwiftDiffusion.Worker.Tests.Fakes;

/// <summary>Hears of messages that were not acknowledged: a broker would deliver them again.</summary>
internal sealed class FaultLog : IReceiveObserver
{
    private readonly Channel<Exception> faults = Channel.CreateUnbounded<Exception>();

    public bool IsEmpty => faults.Reader.Count == 0;

    /// <summary>Waits for the next one, and returns why.</summary>
    public async Task<Exception> NextAsync() => await faults.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TestWorker.Patience);

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        faults.Writer.TryWrite(exception);
        return Task.CompletedTask;
    }

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Task.CompletedTask;
}
