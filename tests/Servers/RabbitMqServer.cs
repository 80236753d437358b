namespace SwiftDiffusion.TestServers;

/// <summary>A RabbitMQ of our own: free ports of the loopback, a data folder and a node name that nobody else has. It can be stopped and started again with what it holds.</summary>
/// <remarks>Its user is <c>guest</c>, with that password.</remarks>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string folder = Directory.CreateTempSubdirectory("rabbitmq-").FullName;
    private readonly int distributionPort = FreePort.Next();
    private readonly int namesPort = FreePort.Next();
    private ChildProcess? names;
    private ChildProcess? process;

    /// <summary>Whether it has its management plugin, at <see cref="ManagementPort"/>. It costs the start some seconds. The default is false.</summary>
    public bool HasManagement { get; init; }

    /// <summary>The port that it listens on while it runs.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>The port of its management plugin, if it has one.</summary>
    public int ManagementPort { get; } = FreePort.Next();

    /// <summary>Starts it, and waits until it is up.</summary>
    public async Task StartAsync()
    {
        if (!File.Exists(Program))
        {
            throw new FileNotFoundException($"RabbitMQ is not installed: run eng/install-test-servers.sh. Looked for {Program}.");
        }

        // A node without a name server starts one, which outlives it; so it gets one that does not outlive us.
        names ??= await ChildProcess.StartAsync("epmd", ["-port", $"{namesPort}", "-address", "127.0.0.1"], folder: folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "enabled_plugins"), HasManagement ? "[rabbitmq_management]." : "[].");
        await File.WriteAllTextAsync(Path.Combine(folder, "rabbitmq.conf"), $"""
            listeners.tcp.1 = 127.0.0.1:{Port}
            {(HasManagement ? $"management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {ManagementPort}" : "")}

            """);
        process = await ChildProcess.StartAsync(Program, [], Environment(), folder);
        await process.PrintedAsync("Server startup complete", Patience);
    }

    /// <summary>Stops it as its operator would; what was confirmed is on its disk.</summary>
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
        foreach (var child in new[] { process, names })
        {
            if (child is not null)
            {
                await child.DisposeAsync();
            }
        }

        Directory.Delete(folder, recursive: true);
    }

    private Dictionary<string, string> Environment() => new()
    {
        ["HOME"] = folder,
        ["RABBITMQ_NODENAME"] = $"swift-{Port}@localhost",
        ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
        ["RABBITMQ_NODE_PORT"] = $"{Port}",
        ["RABBITMQ_DIST_PORT"] = $"{distributionPort}",
        ["RABBITMQ_BASE"] = folder,
        ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "data"),
        ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
        ["RABBITMQ_LOGS"] = "-",
        ["RABBITMQ_CONFIG_FILE"] = Path.Combine(folder, "rabbitmq"),
        ["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(folder, "enabled_plugins"),
        // Then the shell script becomes the server, and a signal to the one reaches the other.
        ["RABBITMQ_ALLOW_INPUT"] = "1",
        ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-noinput -kernel inet_dist_use_interface {127,0,0,1}",
        ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
        ["ERL_EPMD_PORT"] = $"{namesPort}",
    };
}
