using SwiftDiffusion.TestServers;

[assembly: AssemblyFixture(typeof(SwiftDiffusion.Submitter.Tests.Fakes.DatabaseServer))]

namespace SwiftDiffusion.Submitter.Tests.Fakes;

/// <summary>One PostgreSQL for all tests; each makes a database of its own in it.</summary>
public sealed class DatabaseServer : IAsyncLifetime
{
    private readonly PostgreSqlServer server = new();

    public string ConnectionString(string database) => server.ConnectionString(database);

    public async ValueTask InitializeAsync() => await server.StartAsync();

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
