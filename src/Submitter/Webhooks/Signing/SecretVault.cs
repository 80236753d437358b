using System.Security.Cryptography;
using System.Text;

namespace SwiftDiffusion.Submitter.Webhooks.Signing;

/// <summary>Encrypts what must not be readable in the database or in its copies: AES-256-GCM, with keys that come from the settings.</summary>
/// <remarks>A text is bound to its row, so that it cannot be moved to another. It names its key by a hash, so keys need no names and old texts are read after a change of keys.</remarks>
internal sealed class SecretVault
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyBytes = 32;

    private const string Version = "v1";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int NameBytes = 6;

    private readonly IReadOnlyList<(string Name, byte[] Key)> keys;

    /// <summary>Encrypts with the first key; decrypts with any.</summary>
    /// <param name="keys">Of 32 bytes each, the newest first.</param>
    public SecretVault(IReadOnlyList<byte[]> keys) => this.keys = [.. keys.Select(key => (NameOf(key), key))];

    /// <summary>Whether it can encrypt: whether it has a key.</summary>
    public bool IsOpen => keys.Count > 0;

    /// <summary>Encrypts for a row.</summary>
    /// <exception cref="VaultException">There is no key.</exception>
    public string Encrypt(ReadOnlySpan<byte> plain, string row)
    {
        if (keys is not [var (name, key), ..])
        {
            throw new VaultException($"{WebhookOptions.Section}:{nameof(WebhookOptions.Keys)} is empty, so there is nothing to encrypt webhooks' secrets with.");
        }

        var sealedBytes = new byte[NonceBytes + plain.Length + TagBytes];
        var nonce = sealedBytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceBytes, plain.Length), sealedBytes.AsSpan(NonceBytes + plain.Length), Encoding.UTF8.GetBytes(row));
        return $"{Version}.{name}.{Convert.ToBase64String(sealedBytes)}";
    }

    /// <summary>Decrypts what was encrypted for a row.</summary>
    /// <exception cref="VaultException">Its key is not among ours, or it was changed, or is another row's.</exception>
    public byte[] Decrypt(string text, string row)
    {
        if (text.Split('.') is not [Version, var name, var base64] || keys.FirstOrDefault(key => key.Name == name) is not { Key: { } key })
        {
            throw new VaultException($"The secrets of '{row}' were encrypted with a key that is not in {WebhookOptions.Section}:{nameof(WebhookOptions.Keys)}.");
        }

        try
        {
            var sealedBytes = Convert.FromBase64String(base64).AsSpan();
            var plain = new byte[sealedBytes.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(sealedBytes[..NonceBytes], sealedBytes[NonceBytes..^TagBytes], sealedBytes[^TagBytes..], plain, Encoding.UTF8.GetBytes(row));
            return plain;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            throw new VaultException($"The secrets of '{row}' were changed since they were encrypted, or are another's.", e);
        }
    }

    /// <summary>Whether a text is encrypted with another key than the newest.</summary>
    public bool IsOld(string text) => IsOpen && !text.StartsWith($"{Version}.{keys[0].Name}.", StringComparison.Ordinal);

    private static string NameOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, NameBytes));
}
