using Microsoft.Extensions.Logging.Abstractions;
using SwiftDiffusion.Storage;
using SwiftDiffusion.TestServers;

namespace SwiftDiffusion.Fleet.Tests;

/// <summary>The servers of all tests.</summary>
public sealed class FleetServers : IAsyncLifetime
{
    public RabbitMqServer Broker { get; } = new();

    public AzuriteServer Blobs { get; } = new();

    public PostgreSqlServer Database { get; } = new();

    /// <summary>A container of the blob server, as a fleet sees it.</summary>
    public IBlobStore Open(string container) => BlobStores.Create(
        new StorageOptions { Kind = StorageKind.Azure, ConnectionString = Blobs.ConnectionString, Container = container }, TimeProvider.System, NullLoggerFactory.Instance);

    public async ValueTask InitializeAsync() => await Task.WhenAll(Broker.StartAsync(), Blobs.StartAsync(), Database.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Blobs.DisposeAsync();
        await Database.DisposeAsync();
    }
}
