using SwiftDiffusion.Submitter.Webhooks.Sending;

namespace SwiftDiffusion.Submitter.Webhooks.Delivering;

/// <summary>Who may have how many of this process's attempts at a time, so that a receiver that is slow or dead keeps nobody else's webhooks waiting. Thread-safe.</summary>
/// <remarks>
/// A receiver that did not answer last time is a suspect until it answers: it gets one attempt at a time, and all suspects together get half of what there is. One that is overloaded is left
/// alone for as long as it asks.
/// </remarks>
internal sealed class ReceiverShares(int total, int perReceiver, int perTenant, TimeProvider time)
{
    // What is known of a receiver that is not sent to is forgotten after a while.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly Dictionary<Receiver, ReceiverState> receivers = [];
    private readonly Dictionary<string, int> tenants = new(StringComparer.Ordinal);
    private int taken;

    /// <summary>How many attempts can begin now.</summary>
    public int Free
    {
        get
        {
            lock (gate)
            {
                return total - taken;
            }
        }
    }

    private int FreeForSuspects => (total / 2) - receivers.Values.Where(state => state.IsSuspect).Sum(state => state.InFlight);

    /// <summary>Receivers that nothing can be sent to now.</summary>
    public IReadOnlyList<Receiver> Closed()
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            foreach (var (receiver, _) in receivers.Where(pair => pair.Value.IsForgotten(now, Memory)).ToList())
            {
                receivers.Remove(receiver);
            }

            var suspects = FreeForSuspects;
            return [.. receivers.Where(pair => pair.Value.Free(perReceiver, suspects, now) <= 0).Select(pair => pair.Key)];
        }
    }

    /// <summary>Tenants that nothing can be sent for now.</summary>
    public IReadOnlyList<string> ClosedTenants()
    {
        lock (gate)
        {
            return [.. tenants.Where(tenant => tenant.Value >= perTenant).Select(tenant => tenant.Key)];
        }
    }

    /// <summary>Divides what is free: a little for each receiver before more for any.</summary>
    /// <param name="waiting">For whom something waits, in the order in which they are served.</param>
    public IReadOnlyList<(Receiver Receiver, int Count)> Divide(IReadOnlyList<Receiver> waiting)
    {
        lock (gate)
        {
            var (left, suspects, now) = (total - taken, FreeForSuspects, time.GetUtcNow());
            var tenantsLeft = waiting.Select(receiver => receiver.Tenant).Distinct().ToDictionary(tenant => tenant, tenant => perTenant - tenants.GetValueOrDefault(tenant));
            var each = Math.Max(1, left / Math.Max(1, waiting.Count));
            var shares = new List<(Receiver, int)>();
            foreach (var receiver in waiting)
            {
                var state = receivers.GetValueOrDefault(receiver);
                var count = Math.Min(Math.Min(each, left), Math.Min(tenantsLeft[receiver.Tenant], state?.Free(perReceiver, suspects, now) ?? perReceiver));
                if (count > 0)
                {
                    shares.Add((receiver, count));
                    (left, tenantsLeft[receiver.Tenant]) = (left - count, tenantsLeft[receiver.Tenant] - count);
                    suspects -= state is { IsSuspect: true } ? count : 0;
                }
            }

            return shares;
        }
    }

    /// <summary>Begins an attempt. Each is ended by <see cref="Return"/>.</summary>
    public void Take(Receiver receiver)
    {
        lock (gate)
        {
            var state = receivers.TryGetValue(receiver, out var known) ? known : receivers[receiver] = new ReceiverState();
            state.InFlight++;
            taken++;
            tenants[receiver.Tenant] = tenants.GetValueOrDefault(receiver.Tenant) + 1;
        }
    }

    /// <summary>Ends an attempt.</summary>
    /// <param name="receiver">Whom it was to.</param>
    /// <param name="result">What came of it; null if nothing was sent, or it was broken off.</param>
    public void Return(Receiver receiver, AttemptResult? result)
    {
        lock (gate)
        {
            var state = receivers[receiver];
            state.InFlight--;
            taken--;
            if (--tenants[receiver.Tenant] == 0)
            {
                tenants.Remove(receiver.Tenant);
            }

            if (result is not null)
            {
                state.Learn(result, time.GetUtcNow());
            }

            if (state.IsUnremarkable)
            {
                receivers.Remove(receiver);
            }
        }
    }
}
