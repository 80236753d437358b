namespace SwiftDiffusion.Storage;

/// <summary>How long a link may work.</summary>
internal static class LinkLifetime
{
    /// <summary>The longest, that of Azure's user delegation keys.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(7);

    /// <summary>Refuses a lifetime that no store can promise.</summary>
    public static void Check(TimeSpan lifetime)
    {
        if (lifetime <= TimeSpan.Zero || lifetime > Max)
        {
            throw new ArgumentOutOfRangeException(nameof(lifetime), lifetime, $"A link's lifetime is above zero and at most {Max.TotalDays} days.");
        }
    }
}
