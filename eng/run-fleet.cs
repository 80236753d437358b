#:project ../tests/Servers/SwiftDiffusion.TestServers.csproj
// Runs a fleet on this machine with real servers, each on a free port of the loopback: RabbitMQ, Azurite, PostgreSQL and workers with the model that ships.
// dotnet run eng/run-fleet.cs [workers]; Ctrl+C ends all of it and removes what it stored. Needs eng/install-test-servers.sh once, and dotnet build src/Worker -c Release.
using System.Globalization;
using SwiftDiffusion.TestServers;

var count = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
var program = Path.Combine(Repository.Root, "artifacts", "cpu", "bin", "SwiftDiffusion.Worker", "release", "SwiftDiffusion.Worker");
if (!File.Exists(program))
{
    await Console.Error.WriteLineAsync("The worker is not built: dotnet build src/Worker -c Release");
    return 1;
}

await using var broker = new RabbitMqServer { HasManagement = true };
await using var blobs = new AzuriteServer();
await using var database = new PostgreSqlServer();
await Task.WhenAll(broker.StartAsync(), blobs.StartAsync(), database.StartAsync());
Console.WriteLine($"""
    RabbitMQ    amqp://guest:guest@127.0.0.1:{broker.Port}, management at http://127.0.0.1:{broker.ManagementPort}
    Azurite     {blobs.ConnectionString}
    PostgreSQL  {database.ConnectionString()}
    """);

var ended = new TaskCompletionSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    ended.TrySetResult();
};
var models = Path.Combine(Repository.Root, "models", "postcards");
var workers = new List<ChildProcess>();
try
{
    for (var i = 0; i < count; i++)
    {
        var health = FreePort.Next();
        workers.Add(await ChildProcess.StartAsync(
            program,
            [
                $"--Worker:Name=worker-{i}", $"--Worker:HealthPort={health}", $"--Worker:Models:postcards={models}/base", $"--Worker:AdapterFolders:0={models}/loras",
                $"--Worker:AdapterFolders:1={models}/controlnets", "--RabbitMq:Host=127.0.0.1", $"--RabbitMq:Port={broker.Port}", "--Storage:Kind=Azure", $"--Storage:ConnectionString={blobs.ConnectionString}",
            ]));
        await workers[i].PrintedAsync("Bus started", TimeSpan.FromMinutes(2));
        Console.WriteLine($"worker-{i}    http://127.0.0.1:{health}/health/state, /metrics");
    }

    Console.WriteLine("Jobs go to the queue generate.postcards: docs/api/messages.md. Ctrl+C ends it.");
    await ended.Task;
}
finally
{
    workers.ForEach(worker => worker.Terminate());
    foreach (var worker in workers)
    {
        await worker.ExitAsync(TimeSpan.FromMinutes(3));
        await worker.DisposeAsync();
    }
}

return 0;
