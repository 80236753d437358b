namespace SwiftDiffusion.Submitter.Following;

/// <summary>Wakes those who wait for something new about a job in the database.</summary>
internal sealed class JobWakeups
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Tenant, string JobId), List<Wakeup>> sleepers = [];

    /// <summary>Waits for a job from now on, until it is disposed.</summary>
    public Wakeup Watch(string tenant, string jobId)
    {
        var wakeup = new Wakeup(self => Leave((tenant, jobId), self));
        lock (gate)
        {
            if (!sleepers.TryGetValue((tenant, jobId), out var list))
            {
                sleepers[(tenant, jobId)] = list = [];
            }

            list.Add(wakeup);
        }

        return wakeup;
    }

    /// <summary>Wakes those who wait for a job.</summary>
    public void Wake(string tenant, string jobId)
    {
        lock (gate)
        {
            if (sleepers.TryGetValue((tenant, jobId), out var list))
            {
                list.ForEach(wakeup => wakeup.Set());
            }
        }
    }

    private void Leave((string, string) job, Wakeup wakeup)
    {
        lock (gate)
        {
            if (sleepers.TryGetValue(job, out var list) && list.Remove(wakeup) && list.Count == 0)
            {
                sleepers.Remove(job);
            }
        }
    }
}
