using System.Security.Cryptography;
using System.Text;

namespace SwiftDiffusion.Submitter.Webhooks.Delivering;

/// <summary>When to try again: the schedule that Standard Webhooks gives as an example, ten tries within three days, each a little late by chance.</summary>
internal static class DeliverySchedule
{
    // A receiver that comes back must not find all that waits at the same moment.
    private const double MaxJitter = 0.1;

    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>How often a delivery is tried.</summary>
    public static int Attempts => Waits.Length + 1;

    /// <summary>The longest that a receiver may ask us to wait.</summary>
    public static TimeSpan LongestWait => Waits[^1];

    /// <summary>When the next attempt is due; null when the schedule has ended.</summary>
    /// <param name="made">Attempts made so far, from 1.</param>
    /// <param name="now">The present.</param>
    /// <param name="retryAfter">How long the receiver asks us to wait, if it does; up to a day is granted.</param>
    /// <param name="deliveryId">Chance comes from it, so the same delivery always has the same schedule.</param>
    public static DateTimeOffset? Next(int made, DateTimeOffset now, TimeSpan? retryAfter, string deliveryId)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(made, 1);
        if (made > Waits.Length)
        {
            return null;
        }

        var wait = Waits[made - 1] * (1 + (MaxJitter * Chance(deliveryId, made)));
        var asked = retryAfter is { } after && after > LongestWait ? LongestWait : retryAfter;
        return now + (asked > wait ? asked.Value : wait);
    }

    /// <summary>A number from 0 to 1 that only these two decide.</summary>
    private static double Chance(string deliveryId, int made) =>
        BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{deliveryId}:{made}"))) / (double)uint.MaxValue;
}
