using SwiftDiffusion.Submitter.Webhooks.Sending;

namespace SwiftDiffusion.Submitter.Webhooks.Delivering;

/// <summary>What is known of one receiver.</summary>
internal sealed class ReceiverState
{
    // For one that is overloaded and doesn't say for how long.
    private static readonly TimeSpan ThrottlePause = TimeSpan.FromSeconds(5);

    private DateTimeOffset pausedUntil;
    private DateTimeOffset lastHeard;

    /// <summary>Attempts to it at present.</summary>
    public int InFlight { get; set; }

    /// <summary>Whether it did not answer last time.</summary>
    public bool IsSuspect { get; private set; }

    /// <summary>Whether it is as one that nothing is known of.</summary>
    public bool IsUnremarkable => InFlight == 0 && !IsSuspect && pausedUntil == default;

    /// <summary>Whether what is known of it is too old to matter.</summary>
    public bool IsForgotten(DateTimeOffset now, TimeSpan memory) => InFlight == 0 && pausedUntil <= now && lastHeard + memory < now;

    /// <summary>How many attempts to it can begin now.</summary>
    public int Free(int perReceiver, int forSuspects, DateTimeOffset now) =>
        pausedUntil > now ? 0 : IsSuspect ? Math.Min(1 - InFlight, forSuspects) : perReceiver - InFlight;

    /// <summary>Draws the lesson of an attempt.</summary>
    public void Learn(AttemptResult result, DateTimeOffset now)
    {
        lastHeard = now;
        IsSuspect = !result.IsAnswered;
        if (result.IsThrottled)
        {
            var asked = result.RetryAfter ?? ThrottlePause;
            pausedUntil = now + (asked < DeliverySchedule.LongestWait ? asked : DeliverySchedule.LongestWait);
        }
        else if (pausedUntil <= now)
        {
            pausedUntil = default;
        }
    }
}
