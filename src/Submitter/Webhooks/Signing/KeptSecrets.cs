using System.Text.Json;

namespace SwiftDiffusion.Submitter.Webhooks.Signing;

/// <summary>The secrets of one endpoint: the present one, and those that it has taken the place of and that still sign for a while.</summary>
/// <param name="All">The newest first; only the first has no end.</param>
internal sealed record KeptSecrets(IReadOnlyList<KeptSecret> All)
{
    /// <summary>A new secret, alone.</summary>
    public static KeptSecrets Create() => new([new KeptSecret(WebhookSecret.Create().Text, SignsUntil: null)]);

    /// <summary>Those that sign at a time, the newest first.</summary>
    public IReadOnlyList<WebhookSecret> At(DateTimeOffset now) => [.. Live(now).Select(kept => WebhookSecret.Parse(kept.Secret))];

    /// <summary>Puts a new secret in front. The one that was there signs on for a while.</summary>
    public KeptSecrets Rotate(DateTimeOffset now, TimeSpan overlap) => new(
    [
        new KeptSecret(WebhookSecret.Create().Text, SignsUntil: null),
        .. Live(now).Select((kept, i) => i == 0 ? kept with { SignsUntil = now + overlap } : kept).Where(kept => kept.SignsUntil > now),
    ]);

    /// <summary>As it goes into the vault.</summary>
    public byte[] Serialize() => JsonSerializer.SerializeToUtf8Bytes(All);

    /// <summary>As it comes from the vault.</summary>
    public static KeptSecrets Deserialize(byte[] json) => new(JsonSerializer.Deserialize<KeptSecret[]>(json)!);

    private IEnumerable<KeptSecret> Live(DateTimeOffset now) => All.Where(kept => kept.SignsUntil is null || kept.SignsUntil > now);
}

/// <summary>One secret.</summary>
/// <param name="Secret">As the receiver knows it.</param>
/// <param name="SignsUntil">Until when it signs; null for the present one.</param>
internal sealed record KeptSecret(string Secret, DateTimeOffset? SignsUntil)
{
    // Records print their members; this one's secret stays out of logs.
    public override string ToString() => $"whsec_... until {SignsUntil}";
}
