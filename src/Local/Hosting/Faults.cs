using MassTransit;

namespace SwiftDiffusion.Local.Hosting;

/// <summary>Notices that the worker gave a message back. In a fleet another worker takes it; here there is none, so the run must end.</summary>
internal sealed class Faults : IReceiveObserver
{
    private readonly TaskCompletionSource<Exception> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done with what went wrong first.</summary>
    public Task<Exception> First => first.Task;

    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
        where T : class => Task.CompletedTask;

    public Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
        where T : class => Note(exception);

    public Task ReceiveFault(ReceiveContext context, Exception exception) => Note(exception);

    private Task Note(Exception exception)
    {
        first.TrySetResult(exception);
        return Task.CompletedTask;
    }
}
