using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SwiftDiffusion.TestServers;

namespace SwiftDiffusion.Fleet.Tests.Contract;

/// <summary>What docs/api/messages.md says of queues and exchanges, asked of the broker itself.</summary>
public sealed class TopologyTests
{
    private const string Model = "postcards";

    [Fact]
    public async Task Worker_Started_HasDeclaredWhatIsDocumented()
    {
        await using var broker = new RabbitMqServer { HasManagement = true };
        await broker.StartAsync();
        var blobs = Directory.CreateTempSubdirectory("blobs-").FullName;
        var settings = new Dictionary<string, string>
        {
            [$"Worker:Models:{Model}"] = "/null",
            ["Worker:Engine"] = "Null",
            ["Worker:WarmUp"] = "false",
            ["RabbitMq:Host"] = "127.0.0.1",
            ["RabbitMq:Port"] = $"{broker.Port}",
            ["Storage:Folder"] = blobs,
        };
        await using (await WorkerProgram.StartAsync(settings))
        {
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{broker.ManagementPort}/api/") };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String("guest:guest"u8));
            foreach (var queue in new[] { $"generate.{Model}", $"generate.{Model}.low" })
            {
                var arguments = (await GetAsync(http, $"queues/%2F/{queue}")).GetProperty("arguments");
                Assert.Equal("quorum", arguments.GetProperty("x-queue-type").GetString());
                Assert.Equal(5, arguments.GetProperty("x-delivery-limit").GetInt32());
                Assert.Equal("", arguments.GetProperty("x-dead-letter-exchange").GetString());
                Assert.Equal("generate.dead", arguments.GetProperty("x-dead-letter-routing-key").GetString());
                Assert.Equal("at-least-once", arguments.GetProperty("x-dead-letter-strategy").GetString());
            }

            Assert.Equal("quorum", (await GetAsync(http, "queues/%2F/generate.dead")).GetProperty("type").GetString());
            Assert.Equal("fanout", (await GetAsync(http, "exchanges/%2F/SwiftDiffusion.Messages.Commands:CancelJob")).GetProperty("type").GetString());
            await SendAsync(http, """{"model": "postcards", "prompt": "no job id"}""");
            Assert.Equal("generate.dead_error", (await GetAsync(http, "queues/%2F/generate.dead_error")).GetProperty("name").GetString());
        }

        Directory.Delete(blobs, recursive: true);
    }

    [Fact]
    public void Documentation_NamesThem()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs", "api", "messages.md"), Encoding.UTF8);
        Assert.All(
            ["generate.<model>", "generate.<model>.low", "generate.dead", "SwiftDiffusion.Messages.Commands:CancelJob", "SwiftDiffusion.Messages.Events:JobSucceeded"],
            name => Assert.Contains($"`{name}`", text, StringComparison.Ordinal));
    }

    /// <summary>Sends a text to the model's queue, over HTTP as well.</summary>
    private static async Task SendAsync(HttpClient http, string text)
    {
        using var body = new StringContent(JsonSerializer.Serialize(new { properties = new { }, routing_key = $"generate.{Model}", payload = text, payload_encoding = "string" }));
        using var answer = await http.PostAsync("exchanges/%2F/amq.default/publish", body, TestContext.Current.CancellationToken);
        Assert.Contains("\"routed\":true", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static async Task<JsonElement> GetAsync(HttpClient http, string path)
    {
        // The management API learns of a queue with its next look at the broker.
        using var asking = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var patience = new CancellationTokenSource(Outcomes.Patience);
        HttpResponseMessage answer;
        while (!(answer = await http.GetAsync(path, TestContext.Current.CancellationToken)).IsSuccessStatusCode && !patience.IsCancellationRequested)
        {
            await asking.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        using (answer)
        {
            Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            return json.RootElement.Clone();
        }
    }
}
