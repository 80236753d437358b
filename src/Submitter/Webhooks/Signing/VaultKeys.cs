using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using SwiftDiffusion.Submitter.Data;

namespace SwiftDiffusion.Submitter.Webhooks.Signing;

/// <summary>Where the vault's keys come from: the settings; without any, beside an SQLite database, a file that is made when it is first needed.</summary>
internal static class VaultKeys
{
    private const string FileName = "webhooks.key";

    /// <summary>The keys, the newest first; none where the settings name none and the database is a server that other processes share.</summary>
    /// <exception cref="IOException">The file can be neither read nor made.</exception>
    public static IReadOnlyList<byte[]> Load(WebhookOptions options, DatabaseOptions database)
    {
        if (options.Keys.Count > 0)
        {
            return [.. options.Keys.Select(Convert.FromBase64String)];
        }

        return database.Kind == DatabaseKind.Sqlite ? [FromFile(FileBeside(database.ConnectionString))] : [];
    }

    private static string FileBeside(string connectionString)
    {
        var source = new SqliteConnectionStringBuilder(connectionString).DataSource;
        return Path.Combine(Path.GetDirectoryName(Path.GetFullPath(source))!, FileName);
    }

    private static byte[] FromFile(string path)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new StreamWriter(path, options);
            var key = RandomNumberGenerator.GetBytes(SecretVault.KeyBytes);
            file.WriteLine(Convert.ToBase64String(key));
            return key;
        }
        catch (IOException) when (File.Exists(path))
        {
            var key = new byte[SecretVault.KeyBytes];
            return Convert.TryFromBase64String(File.ReadAllText(path).Trim(), key, out var length) && length == key.Length
                ? key
                : throw new IOException($"'{path}' is not the base64 of {SecretVault.KeyBytes} bytes.");
        }
    }
}
