using SwiftDiffusion.TestServers;

namespace SwiftDiffusion.Fleet.Tests.Servers;

public sealed class PostgreSqlServerTests
{
    [Fact]
    public async Task StopAsync_StartedAgain_HoldsWhatItHeld()
    {
        await using var server = new PostgreSqlServer();
        await server.StartAsync();
        await RunAsync(server, "create table held (n int); insert into held values (1)");

        await server.StopAsync();
        await server.StartAsync();

        await RunAsync(server, "do $$ begin if (select n from held) <> 1 then raise exception 'lost'; end if; end $$");
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(server, "select 1 from nothing"));
    }

    private static Task RunAsync(PostgreSqlServer server, string sql) =>
        ChildProcess.RunAsync("psql", ["-h", "127.0.0.1", "-p", $"{server.Port}", "-U", "swiftdiffusion", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-c", sql]);
}
