using SwiftDiffusion.TestServers;

namespace SwiftDiffusion.Storage.Tests.Azure;

/// <summary>An Azurite for the tests of a class.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly AzuriteServer server = new();

    /// <summary>How clients reach it.</summary>
    public string ConnectionString => server.ConnectionString;

    public async ValueTask InitializeAsync() => await server.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
