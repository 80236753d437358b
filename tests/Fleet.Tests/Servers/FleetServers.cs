using SwiftDiffusion.Servers;

namespace SwiftDiffusion.Fleet.Tests.Servers;

/// <summary>The servers of all tests.</summary>
public sealed class FleetServers : IAsyncLifetime
{
    public RabbitMqServer Broker { get; } = new();

    public AzuriteServer Blobs { get; } = new();

    public async ValueTask InitializeAsync() => await Task.WhenAll(Broker.StartAsync(), Blobs.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Blobs.DisposeAsync();
    }
}
