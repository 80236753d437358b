using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace SwiftDiffusion.Storage.Tests.Servers;

/// <summary>Azurite, Azure Blob Storage's emulator, on a free port of the loopback and with a data folder of its own. It ends with this process, however that ends.</summary>
public sealed partial class AzuriteServer : IAsyncLifetime
{
    // Azurite's published development account.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // Its standard input is a pipe from us: at the pipe's end it stops.
    private const string StopWithUs = "data:text/javascript,process.stdin.on('end',()=>process.exit()).resume()";

    private readonly string data = Directory.CreateTempSubdirectory("azurite-").FullName;
    private Process? process;
    private string? address;
    private Task drained = Task.CompletedTask;

    /// <summary>How clients reach it.</summary>
    public string ConnectionString => $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={address}/{Account};";

    public async ValueTask InitializeAsync()
    {
        var program = Path.Combine(Repository(), "artifacts", "test-servers", "node_modules", "azurite", "dist", "src", "blob", "main.js");
        if (!File.Exists(program))
        {
            throw new FileNotFoundException($"Azurite is not installed: run eng/install-test-servers.sh. Looked for {program}.");
        }

        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [$"--import={StopWithUs}", program, "--blobHost", "127.0.0.1", "--blobPort", "0", "--location", data, "--skipApiVersionCheck", "--disableTelemetry"];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
        address = await AddressAsync(process);

        // Read on, so that it never waits for us.
        drained = Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(Stream.Null), process.StandardError.BaseStream.CopyToAsync(Stream.Null));
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            await drained;
            process.Dispose();
        }

        Directory.Delete(data, recursive: true);
    }

    private static async Task<string> AddressAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (Listens().Match(line) is { Success: true } match)
            {
                return match.Value;
            }
        }

        throw new InvalidOperationException($"Azurite did not start: {await process.StandardError.ReadToEndAsync()}");
    }

    private static string Repository([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", ".."));

    [GeneratedRegex(@"(?<=successfully listens on )http://127\.0\.0\.1:\d+")]
    private static partial Regex Listens();
}
