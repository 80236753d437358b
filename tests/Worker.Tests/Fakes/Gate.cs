namespace SwiftDiffusion.Worker.Tests.Fakes;

/// <summary>Holds the painting thread until a test lets it go, or until the token is cancelled, which ends the painting as the engine would.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource open = new();

    public async Task ReachedAsync() => await reached.Task.WaitAsync(TestWorker.Patience, TestContext.Current.CancellationToken);

    public void Open() => open.TrySetResult();

    public void Pass(CancellationToken cancellationToken)
    {
        reached.TrySetResult();
        open.Task.Wait(cancellationToken);
    }
}
