using System.Runtime.CompilerServices;

namespace SwiftDiffusion.Servers;

/// <summary>Azurite, Azure Blob Storage's emulator, on a free port of the loopback; it can be stopped and started again with what it holds.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    // Azurite's published development account.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string folder = Directory.CreateTempSubdirectory("azurite-").FullName;
    private ChildProcess? process;

    /// <summary>Where it listens.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>How clients reach it, at its own port or at one that leads to it.</summary>
    public static string ConnectionString(int port) => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{port}/{Account};";

    /// <summary>Starts it, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        var program = Path.Combine(CheckoutFolder(), "artifacts", "test-servers", "node_modules", "azurite", "dist", "src", "blob", "main.js");
        if (!File.Exists(program))
        {
            throw new FileNotFoundException($"Azurite is not installed: run eng/install-test-servers.sh. Looked for {program}.");
        }

        string[] arguments = [program, "--blobHost", "127.0.0.1", "--blobPort", $"{Port}", "--location", folder, "--skipApiVersionCheck", "--disableTelemetry", "--silent"];
        process = await ChildProcess.StartAsync("node", arguments, new Dictionary<string, string>(), folder);
        await process.PrintedAsync("successfully listens on", Patience);
    }

    /// <summary>Stops it as its operator would.</summary>
    public async Task StopAsync()
    {
        process!.Terminate();
        await process.ExitAsync(Patience);
        await process.DisposeAsync();
        process = null;
    }

    /// <summary>Ends it, and forgets what it holds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static string CheckoutFolder([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}
