using System.Security.Cryptography;

namespace SwiftDiffusion.Submitter.Webhooks.Signing;

/// <summary>What a webhook is signed with, in the form of Standard Webhooks: <c>whsec_</c> and the base64 of 24 to 64 random bytes.</summary>
/// <remarks>It says nothing of itself by accident: only <see cref="Text"/> holds it.</remarks>
internal sealed class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int SmallestBytes = 24;
    private const int LargestBytes = 64;
    private const int NewBytes = 32;

    private WebhookSecret(byte[] key) => Key = key;

    /// <summary>The bytes that sign.</summary>
    public byte[] Key { get; }

    /// <summary>The secret as a receiver is given it.</summary>
    public string Text => Prefix + Convert.ToBase64String(Key);

    /// <summary>A new secret, of 32 random bytes.</summary>
    public static WebhookSecret Create() => new(RandomNumberGenerator.GetBytes(NewBytes));

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none; the message does not repeat it.</exception>
    public static WebhookSecret Parse(string text)
    {
        var key = new byte[LargestBytes];
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Convert.TryFromBase64String(text[Prefix.Length..], key, out var length) && length >= SmallestBytes
            ? new WebhookSecret(key[..length])
            : throw new FormatException($"A webhook's secret is {Prefix} and the base64 of {SmallestBytes} to {LargestBytes} bytes.");
    }

    public override string ToString() => $"{Prefix}...";
}
