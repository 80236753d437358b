using System.Security.Cryptography;
using System.Text;

namespace SwiftDiffusion.Worker.Fetching;

/// <summary>A safetensors file that lies elsewhere: at an https address, or in the blob store as <c>blob:</c> and its key; with the digest that it must have, if that is known.</summary>
/// <param name="Location">Where, without the digest.</param>
/// <param name="Sha256">64 hexadecimal digits in lower case; null trusts the place.</param>
internal sealed record RemoteFile(string Location, string? Sha256)
{
    /// <summary>How a key in the blob store begins.</summary>
    public const string BlobScheme = "blob:";

    /// <summary>How an address begins.</summary>
    public const string HttpsScheme = "https://";

    private const string DigestMark = "#sha256=";

    /// <summary>What it is called in the cache: one name for one content, or else for one place.</summary>
    public string CacheName => $"{Sha256 ?? $"at-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Location)))}"}.safetensors";

    /// <summary>What may be told of it: addresses may carry secrets in their query.</summary>
    public string Name => Path.GetFileName(Location.Split('?', 2)[0]);

    /// <summary>Whether a setting names a file that lies elsewhere rather than a path.</summary>
    public static bool IsRemote(string setting) => setting.StartsWith(HttpsScheme, StringComparison.OrdinalIgnoreCase) || setting.StartsWith(BlobScheme, StringComparison.Ordinal);

    /// <summary>Reads a setting such as <c>https://models.example/ink.safetensors#sha256=…</c> or <c>blob:adapters/ink.safetensors</c>.</summary>
    public static RemoteFile Parse(string setting) => setting.IndexOf(DigestMark, StringComparison.Ordinal) is >= 0 and var mark
        ? new(setting[..mark], setting[(mark + DigestMark.Length)..].ToLowerInvariant())
        : new(setting, null);

    // Not the address: a record's own text would put it into logs.
    public override string ToString() => Name;
}
