using System.Security.Cryptography;
using System.Text;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Webhooks;
using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Tests.Webhooks.Signing;

public sealed class SecretVaultTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(SecretVault.KeyBytes);
    private static readonly byte[] OtherKey = RandomNumberGenerator.GetBytes(SecretVault.KeyBytes);

    [Fact]
    public void Decrypt_WhatWasEncrypted_GivesItBack()
    {
        var vault = new SecretVault([Key]);
        var text = vault.Encrypt("a secret"u8, "row");
        Assert.DoesNotContain(Convert.ToBase64String("a secret"u8), text, StringComparison.Ordinal);
        Assert.Equal("a secret"u8.ToArray(), vault.Decrypt(text, "row"));
        Assert.NotEqual(text, vault.Encrypt("a secret"u8, "row"));
    }

    [Fact]
    public void Decrypt_ForAnotherRow_Throws()
    {
        var vault = new SecretVault([Key]);
        Assert.Throws<VaultException>(() => vault.Decrypt(vault.Encrypt("a secret"u8, "row"), "another"));
    }

    [Fact]
    public void Decrypt_WhatWasChangedInAnyPlace_Throws()
    {
        var vault = new SecretVault([Key]);
        var text = vault.Encrypt("a secret"u8, "row");
        Assert.All(Enumerable.Range(0, text.Length), i =>
        {
            var changed = new StringBuilder(text);
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            Assert.True(IsRefused(vault, changed.ToString()), $"{i}: {changed}");
        });
    }

    [Fact]
    public void Decrypt_AfterAChangeOfKeys_ReadsOldTextsWhileTheOldKeyIsThere()
    {
        var text = new SecretVault([Key]).Encrypt("a secret"u8, "row");
        var both = new SecretVault([OtherKey, Key]);
        Assert.True(both.IsOld(text));
        Assert.Equal("a secret"u8.ToArray(), both.Decrypt(text, "row"));
        Assert.False(both.IsOld(both.Encrypt("a secret"u8, "row")));
        Assert.Throws<VaultException>(() => new SecretVault([OtherKey]).Decrypt(text, "row"));
    }

    [Fact]
    public void Encrypt_WithoutAKey_NamesTheSetting() => Assert.Contains("Webhooks:Keys", Assert.Throws<VaultException>(() => new SecretVault([]).Encrypt("a"u8, "row")).Message, StringComparison.Ordinal);

    [Fact]
    public void Load_BesideAnSqliteFile_MakesAKeyThatOnlyItsOwnerReadsAndKeepsIt()
    {
        var folder = Directory.CreateTempSubdirectory("vault-").FullName;
        try
        {
            var database = new DatabaseOptions { ConnectionString = $"Data Source={Path.Combine(folder, "jobs.db")}" };
            var key = Assert.Single(VaultKeys.Load(new WebhookOptions(), database));
            Assert.Equal(SecretVault.KeyBytes, key.Length);
            Assert.Equal(key, Assert.Single(VaultKeys.Load(new WebhookOptions(), database)));
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(folder, "webhooks.key")) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
            File.WriteAllText(Path.Combine(folder, "webhooks.key"), "cut off");
            Assert.Throws<IOException>(() => VaultKeys.Load(new WebhookOptions(), database));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Load_WithKeysInTheSettings_TakesThemInTheirOrder() => Assert.Equal(
        [Key, OtherKey], VaultKeys.Load(new WebhookOptions { Keys = { Convert.ToBase64String(Key), Convert.ToBase64String(OtherKey) } }, new DatabaseOptions()));

    [Fact]
    public void Load_WithAServerAndNoKeys_IsEmpty() => Assert.Empty(VaultKeys.Load(new WebhookOptions(), new DatabaseOptions { Kind = DatabaseKind.PostgreSql, ConnectionString = "Host=db" }));

    private static bool IsRefused(SecretVault vault, string text)
    {
        try
        {
            vault.Decrypt(text, "row");
            return false;
        }
        catch (VaultException)
        {
            return true;
        }
    }
}
