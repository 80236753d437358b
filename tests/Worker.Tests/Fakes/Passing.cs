using Microsoft.Extensions.Time.Testing;

namespace SwiftDiffusion.Worker.Tests.Fakes;

internal static class Passing
{
    /// <summary>Lets the fake clock run until a task ends: as long as it waits for the clock, that helps it on.</summary>
    public static async Task<T> PassUntil<T>(this FakeTimeProvider time, Task<T> task)
    {
        for (var seconds = 0; seconds < 3600 && !task.IsCompleted; seconds++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(task, Task.Delay(1, TestContext.Current.CancellationToken));
        }

        return await task.WaitAsync(TestWorker.Patience);
    }
}
