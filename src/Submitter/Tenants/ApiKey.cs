using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace SwiftDiffusion.Submitter.Tenants;

/// <summary>
/// A key as its holder sends it: <c>sd_&lt;id&gt;_&lt;secret&gt;</c>. The id finds its row and may be shown; the secret is 256 random bits in base64url and is shown once, when the key is made.
/// </summary>
internal sealed class ApiKey
{
    private const string Prefix = "sd_";
    private const int IdBytes = 8;
    private const int IdLength = 2 * IdBytes;
    private const int SecretBytes = 32;
    private const int SecretLength = 43;

    private static readonly SearchValues<char> IdDigits = SearchValues.Create("0123456789abcdef");

    private readonly string text;

    private ApiKey(string text) => this.text = text;

    /// <summary>16 hexadecimal digits in lower case.</summary>
    public string Id => text.Substring(Prefix.Length, IdLength);

    /// <summary>A new key, from the system's source of random bytes.</summary>
    public static ApiKey New()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        return new($"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))}");
    }

    /// <summary>Reads a key of that form; says nothing about whether anyone holds it.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ApiKey? key)
    {
        key = IsKey(text) ? new(text!) : null;
        return key is not null;
    }

    /// <summary>SHA-256 of the whole key, 32 bytes. Without salt or stretching: nobody guesses 256 random bits.</summary>
    public byte[] Hash() => SHA256.HashData(Encoding.ASCII.GetBytes(text));

    /// <summary>Whether the key has that hash, in a time that does not depend on where they differ.</summary>
    public bool Matches(ReadOnlySpan<byte> hash) => CryptographicOperations.FixedTimeEquals(Hash(), hash);

    /// <summary>The whole key, to be told to its holder, never to a log.</summary>
    public string Reveal() => text;

    /// <summary>The id alone, so that a key that meets a log betrays nothing.</summary>
    public override string ToString() => $"{Prefix}{Id}_***";

    private static bool IsKey(string? text) =>
        text is not null
        && text.Length == Prefix.Length + IdLength + 1 + SecretLength
        && text.StartsWith(Prefix, StringComparison.Ordinal)
        && text[Prefix.Length + IdLength] == '_'
        && text.AsSpan(Prefix.Length, IdLength).IndexOfAnyExcept(IdDigits) < 0
        && Base64Url.IsValid(text.AsSpan(Prefix.Length + IdLength + 1), out var bytes)
        && bytes == SecretBytes;
}
