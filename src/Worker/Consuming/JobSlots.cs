using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Worker.Consuming;

/// <summary>How many jobs this process works on, over all its queues: one is painted while another is prepared.</summary>
/// <remarks>Jobs of low priority come in only while none of normal priority is in hand.</remarks>
internal sealed class JobSlots
{
    /// <summary>Jobs at a time.</summary>
    public const int Count = 2;

    private readonly Lock gate = new();
    private readonly LinkedList<Waiter> waiters = new();
    private int taken;
    private int takenByNormal;

    /// <summary>Waits for a slot; the caller disposes it when the job has ended.</summary>
    public async Task<IDisposable> EnterAsync(JobPriority priority, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(priority);
        lock (gate)
        {
            waiters.AddLast(waiter);
            Admit();
        }

        try
        {
            await waiter.Admitted.Task.WaitAsync(cancellationToken);
            return new Slot(this, priority);
        }
        catch (OperationCanceledException)
        {
            GiveUp(waiter);
            throw;
        }
    }

    private void Admit()
    {
        while (taken < Count && Next() is { } next)
        {
            waiters.Remove(next);
            taken++;
            takenByNormal += next.Priority == JobPriority.Low ? 0 : 1;
            next.Admitted.SetResult();
        }
    }

    private Waiter? Next() => waiters.FirstOrDefault(waiter => waiter.Priority != JobPriority.Low) ?? (takenByNormal == 0 ? waiters.First?.Value : null);

    private void GiveUp(Waiter waiter)
    {
        lock (gate)
        {
            // It may have been admitted just as it gave up.
            if (!waiters.Remove(waiter))
            {
                Free(waiter.Priority);
            }
        }
    }

    private void Free(JobPriority priority)
    {
        lock (gate)
        {
            taken--;
            takenByNormal -= priority == JobPriority.Low ? 0 : 1;
            Admit();
        }
    }

    private sealed class Waiter(JobPriority priority)
    {
        public JobPriority Priority => priority;

        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Slot(JobSlots slots, JobPriority priority) : IDisposable
    {
        private int freed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref freed, 1) == 0)
            {
                slots.Free(priority);
            }
        }
    }
}
