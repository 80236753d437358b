using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace SwiftDiffusion.Submitter.Webhooks.Signing;

/// <summary>Signs as Standard Webhooks 1.0 says: HMAC-SHA256 over <c>id.timestamp.body</c>. https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md</summary>
internal static partial class WebhookSignature
{
    /// <summary>The value of the header <c>webhook-signature</c>: one signature per secret, so that receivers can change from the old to the new in their own time.</summary>
    /// <param name="id">The webhook's id, of visible ASCII without a dot, which separates what is signed.</param>
    /// <param name="timestamp">When it is sent; whole seconds count.</param>
    /// <param name="body">The body, byte for byte as it is sent.</param>
    /// <param name="secrets">At least one.</param>
    /// <exception cref="ArgumentException">The id is none, or there is no secret.</exception>
    public static string Sign(string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body, IReadOnlyList<WebhookSecret> secrets)
    {
        if (!IsId(id))
        {
            throw new ArgumentException("A webhook's id is of visible ASCII without a dot.", nameof(id));
        }

        if (secrets.Count == 0)
        {
            throw new ArgumentException("A webhook is signed with at least one secret.", nameof(secrets));
        }

        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{Seconds(timestamp)}."), .. body];
        return string.Join(' ', secrets.Select(secret => $"v1,{Convert.ToBase64String(HMACSHA256.HashData(secret.Key, signed))}"));
    }

    /// <summary>The value of the header <c>webhook-timestamp</c>.</summary>
    public static string Seconds(DateTimeOffset timestamp) => timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a text can be a webhook's id.</summary>
    public static bool IsId(string text) => Id().IsMatch(text);

    [GeneratedRegex(@"\A[!-~-[.]]{1,256}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Id();
}
