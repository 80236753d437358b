namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>Work that several devices do at the same time. Disposed, all of it has ended: its tensors may be freed.</summary>
internal sealed class DeviceRuns : IDisposable
{
    private readonly List<DeviceRun> runs = [];

    /// <summary>Takes in work that has been started.</summary>
    public void Add(DeviceRun run) => runs.Add(run);

    /// <summary>Waits for all of it, then throws what the first of it threw.</summary>
    public void Join()
    {
        Wait();
        foreach (var run in runs)
        {
            run.Join();
        }

        runs.Clear();
    }

    public void Dispose()
    {
        Wait();
        runs.Clear();
    }

    private void Wait()
    {
        foreach (var run in runs)
        {
            run.Wait();
        }
    }
}
