namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>What an object owns, disposed last first, also when its constructor fails half-way.</summary>
internal sealed class DisposableList : IDisposable
{
    private readonly Stack<IDisposable> owned = new();

    /// <summary>Takes ownership and hands the object back.</summary>
    public T Add<T>(T disposable)
        where T : IDisposable
    {
        owned.Push(disposable);
        return disposable;
    }

    public void Dispose()
    {
        while (owned.TryPop(out var disposable))
        {
            disposable.Dispose();
        }
    }
}
