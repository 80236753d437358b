using System.Diagnostics;
using RabbitMQ.Client;

namespace SwiftDiffusion.Servers;

/// <summary>A RabbitMQ of our own: free ports of the loopback, a data folder and a node name that nobody else has. Its user is <c>guest</c>.</summary>
public sealed class RabbitMqServer : IAsyncDisposable
{
    private const string Program = "/usr/lib/rabbitmq/bin/rabbitmq-server";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string folder = Directory.CreateTempSubdirectory("rabbitmq-").FullName;
    private readonly int distributionPort = FreePort.Next();
    private readonly int namesPort = FreePort.Next();
    private ChildProcess? process;

    /// <summary>Whether it has its management plugin, at <see cref="ManagementPort"/>. It costs the start some seconds. The default is false.</summary>
    public bool HasManagement { get; init; }

    /// <summary>Where it speaks AMQP.</summary>
    public int Port { get; } = FreePort.Next();

    /// <summary>Where its management API answers.</summary>
    public int ManagementPort { get; } = FreePort.Next();

    /// <summary>Starts it, and waits until it answers.</summary>
    public async Task StartAsync()
    {
        if (!File.Exists(Program))
        {
            throw new FileNotFoundException($"RabbitMQ is not installed: run eng/install-test-servers.sh. Looked for {Program}.");
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "enabled_plugins"), HasManagement ? "[rabbitmq_management]." : "[].");
        await File.WriteAllTextAsync(Path.Combine(folder, "rabbitmq.conf"), $"listeners.tcp.1 = 127.0.0.1:{Port}\n{(HasManagement ? $"management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {ManagementPort}\n" : "")}");
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

    /// <summary>A connection of a program that knows nothing of ours.</summary>
    public Task<IConnection> ConnectAsync(CancellationToken cancellationToken) =>
        new ConnectionFactory { HostName = "127.0.0.1", Port = Port, NetworkRecoveryInterval = TimeSpan.FromSeconds(0.5) }.CreateConnectionAsync(cancellationToken);

    /// <summary>Ends it, and forgets what it holds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        // Erlang's name server, which the node had started, outlives it.
        using var names = Process.Start(new ProcessStartInfo("epmd", "-kill") { Environment = { ["ERL_EPMD_PORT"] = $"{namesPort}" }, RedirectStandardOutput = true, RedirectStandardError = true });
        await names!.WaitForExitAsync();
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
