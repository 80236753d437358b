namespace SwiftDiffusion.TestServers;

/// <summary>Azurite, Azure Blob Storage's emulator, on a free port of the loopback; it can be stopped and started again with what it holds.</summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    // Azurite's published development account.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string folder = Directory.CreateTempSubdirectory("azurite-").FullName;
    private ChildProcess? process;

    /// <summary>The port that it listens on while it runs.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>How clients reach it at its own port.</summary>
    public string ConnectionString => ConnectionStringOf(Port);

    /// <summary>How clients reach it at a port that leads to it.</summary>
    public static string ConnectionStringOf(int port) => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{port}/{Account};";

    /// <summary>Starts it, and waits until it listens.</summary>
    public async Task StartAsync()
    {
        var program = Path.Combine(Repository.Root, "artifacts", "test-servers", "node_modules", "azurite", "dist", "src", "blob", "main.js");
        if (!File.Exists(program))
        {
            throw new FileNotFoundException($"Azurite is not installed: run eng/install-test-servers.sh. Looked for {program}.");
        }

        string[] arguments = [program, "--blobHost", "127.0.0.1", "--blobPort", $"{Port}", "--location", folder, "--skipApiVersionCheck", "--disableTelemetry", "--silent"];
        process = await ChildProcess.StartAsync("node", arguments, folder: folder);
        await process.PrintedAsync("successfully listens on", Patience);
    }

    /// <summary>Stops it; what it holds stays.</summary>
    public async Task StopAsync()
    {
        process!.Terminate();
        await process.ExitAsync(Patience);
        await process.DisposeAsync();
        process = null;
    }

    /// <summary>Ends it, and removes what it holds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }
}
