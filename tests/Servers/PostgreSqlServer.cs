using System.Globalization;

namespace SwiftDiffusion.TestServers;

/// <summary>A PostgreSQL of our own, on a free port of the loopback with a data folder that nobody else has; it can be stopped and started again with what it holds.</summary>
/// <remarks>It is fast rather than safe: what it has written survives its end, not the machine's.</remarks>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private const string Versions = "/usr/lib/postgresql";
    private const string User = "swiftdiffusion";

    // PostgreSQL refuses to run as root; the user is one that its package has made.
    private const string Owner = "postgres";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string folder = Directory.CreateTempSubdirectory("postgresql-").FullName;
    private ChildProcess? process;

    /// <summary>The port that it listens on while it runs.</summary>
    public int Port { get; } = FreePort.Next();

    private string Data => Path.Combine(folder, "data");

    /// <summary>How clients reach a database of it.</summary>
    /// <param name="database">The database; <c>postgres</c> is there from the start. Its owner may make others.</param>
    public string ConnectionString(string database = "postgres") => $"Host=127.0.0.1;Port={Port};Username={User};Database={database}";

    /// <summary>Starts it, with an empty cluster the first time, and waits until it takes connections.</summary>
    public async Task StartAsync()
    {
        if (!Directory.Exists(Data))
        {
            if (System.Environment.IsPrivilegedProcess)
            {
                await ChildProcess.RunAsync("chown", [Owner, folder]);
            }

            var (initdb, initArguments) = AsOwner("initdb", "-D", Data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
            await ChildProcess.RunAsync(initdb, initArguments, folder: folder);
        }

        string[] settings = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200", "shared_buffers=64MB"];
        var (program, arguments) = AsOwner("postgres", ["-D", Data, "-h", "127.0.0.1", "-p", $"{Port}", "-k", folder, .. settings.SelectMany(setting => new[] { "-c", setting })]);
        process = await ChildProcess.StartAsync(program, arguments, new Dictionary<string, string> { ["LC_ALL"] = "C" }, folder);
        await process.PrintedAsync("database system is ready to accept connections", Patience);
    }

    /// <summary>Stops it in good order, cutting all connections.</summary>
    public async Task StopAsync()
    {
        process!.Send(Signal.Interrupt);
        await process.ExitAsync(Patience);
        await process.DisposeAsync();
        process = null;
    }

    /// <summary>Ends it, and removes what it holds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await StopAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    private static (string Program, string[] Arguments) AsOwner(string name, params string[] arguments)
    {
        var program = Path.Combine(Bin(), name);
        return System.Environment.IsPrivilegedProcess ? ("setpriv", [$"--reuid={Owner}", $"--regid={Owner}", "--clear-groups", program, .. arguments]) : (program, arguments);
    }

    /// <summary>Where its programs are: of the newest version.</summary>
    private static string Bin()
    {
        var versions = Directory.Exists(Versions) ? Directory.GetDirectories(Versions).Where(version => File.Exists(Path.Combine(version, "bin", "initdb"))) : [];
        return versions.MaxBy(version => double.Parse(Path.GetFileName(version), CultureInfo.InvariantCulture)) is { } newest
            ? Path.Combine(newest, "bin")
            : throw new FileNotFoundException($"PostgreSQL is not installed: run eng/install-test-servers.sh. Looked in {Versions}.");
    }
}
