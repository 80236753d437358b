using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using SwiftDiffusion.TestServers;

namespace SwiftDiffusion.Fleet.Tests;

/// <summary>A producer that knows nothing of ours: it puts raw JSON on a queue, and hears events by a queue of its own.</summary>
internal sealed class Outcomes : IAsyncDisposable
{
    /// <summary>How long tests wait for what must come: far longer than a busy machine takes, so that only what never comes fails.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly string[] Events = ["JobStarted", "JobProgress", "ImageCompleted", "JobSucceeded", "JobFailed", "JobCancelled", "JobExpired"];
    private static readonly string[] Endings = ["JobSucceeded", "JobFailed", "JobCancelled", "JobExpired"];

    private readonly ConcurrentQueue<Heard> heard = new();
    private readonly List<(Func<bool> Until, TaskCompletionSource Done)> waiters = [];
    private readonly string queue = $"tests-{Guid.NewGuid():N}";
    private readonly IConnection connection;
    private readonly IChannel channel;

    private Outcomes(IConnection connection, IChannel channel) => (this.connection, this.channel) = (connection, channel);

    public IReadOnlyList<Heard> All => [.. heard];

    public static async Task<Outcomes> ListenAsync(RabbitMqServer broker)
    {
        var connection = await new ConnectionFactory { HostName = "127.0.0.1", Port = broker.Port, NetworkRecoveryInterval = TimeSpan.FromSeconds(0.5) }
            .CreateConnectionAsync(TestContext.Current.CancellationToken);
        var confirmed = new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true);
        var outcomes = new Outcomes(connection, await connection.CreateChannelAsync(confirmed, TestContext.Current.CancellationToken));
        await outcomes.BindAsync();
        return outcomes;
    }

    /// <summary>Sends a job as any program can: its JSON, and nothing else. Done when the broker has it.</summary>
    public async Task SendAsync(string model, string job, string more = "", string? traceParent = null, DateTimeOffset? sent = null)
    {
        var json = $$"""{"jobId": "{{job}}", "model": "{{model}}", "prompt": "{{Prompt}}", {{(more.Contains("\"width\"", StringComparison.Ordinal) ? "" : "\"width\": 64, \"height\": 64, ")}}"seed": 7{{more}}}""";
        var properties = new BasicProperties { ContentType = "application/json", DeliveryMode = DeliveryModes.Persistent };
        if (traceParent is not null)
        {
            properties.Headers = new Dictionary<string, object?> { ["traceparent"] = traceParent };
        }
        else if (sent is { } time)
        {
            properties.Headers = new Dictionary<string, object?> { ["cloudEvents_time"] = time.ToString("O", System.Globalization.CultureInfo.InvariantCulture) };
        }

        await channel.BasicPublishAsync("", $"generate.{model}", mandatory: true, properties, Encoding.UTF8.GetBytes(json), TestContext.Current.CancellationToken);
    }

    public const string Prompt = "a secret lighthouse";

    /// <summary>Asks every worker to give a job up.</summary>
    public async Task CancelAsync(string job) => await channel.BasicPublishAsync(
        "SwiftDiffusion.Messages.Commands:CancelJob", "", Encoding.UTF8.GetBytes($$"""{"jobId": "{{job}}"}"""), TestContext.Current.CancellationToken);

    /// <summary>Waits for an event of a job.</summary>
    public Task UntilAsync(string type, string job) => UntilAsync(() => heard.Any(one => one.Type == type && one.Job == job), $"{type} of {job}");

    /// <summary>Waits until a worker has begun to paint: any job, or that one, and so many times.</summary>
    public Task UntilStartedAsync(string? job = null, int times = 1) => UntilAsync(
        () => heard.Where(one => one.Type == "JobStarted" && (job is null || one.Job == job)).DistinctBy(one => one.Id).Count() >= times, $"start {times} of {job ?? "a job"}");

    /// <summary>Whether a job's end has been told.</summary>
    public bool HasEnded(string job) => heard.Any(one => one.Job == job && Endings.Contains(one.Type));

    /// <summary>Waits until a job has been begun so many times, or has ended.</summary>
    public Task UntilStartedOrEndedAsync(string job, int times) => UntilAsync(
        () => HasEnded(job) || heard.Where(one => one.Type == "JobStarted" && one.Job == job).DistinctBy(one => one.Id).Count() >= times, $"start {times} of {job}");

    /// <summary>Waits until events of a type have come so many times, the same one told again included.</summary>
    public Task UntilToldAsync(string type, int times) => UntilAsync(() => heard.Count(one => one.Type == type) >= times, $"{type} {times} times");

    /// <summary>Waits until so many jobs have succeeded.</summary>
    public Task UntilSucceededAsync(int jobs) => UntilAsync(
        () => heard.Where(one => one.Type == "JobSucceeded").DistinctBy(one => one.Job).Count() >= jobs, $"success of {jobs} jobs");

    /// <summary>Waits until each of these jobs has ended, and returns how: exactly one way each, by one event id, however often it was told.</summary>
    public async Task<IReadOnlyDictionary<string, Heard>> EndsAsync(IReadOnlyCollection<string> jobs)
    {
        await UntilAsync(() => jobs.Except(heard.Where(one => Endings.Contains(one.Type)).Select(one => one.Job)).FirstOrDefault() is null, $"ends of {jobs.Count} jobs");
        var ends = heard.Where(one => Endings.Contains(one.Type) && jobs.Contains(one.Job)).GroupBy(one => one.Job).ToArray();
        Assert.All(ends, end => Assert.Single(end.Select(one => (one.Id, one.Source)).Distinct()));
        Assert.All(ends, end => Assert.Single(end.Select(one => one.Body).Distinct()));
        return ends.ToDictionary(end => end.Key, end => end.First());
    }

    public async ValueTask DisposeAsync()
    {
        await channel.QueueDeleteAsync(queue, ifUnused: false, ifEmpty: false);
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private async Task UntilAsync(Func<bool> until, string what)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (waiters)
        {
            if (until())
            {
                return;
            }

            waiters.Add((until, done));
        }

        var first = await Task.WhenAny(done.Task, Task.Delay(Patience, TestContext.Current.CancellationToken));
        Assert.True(first == done.Task, $"{what} did not come within {Patience}. Heard: {string.Join(", ", heard.Where(one => one.Type != "JobProgress").Select(one => $"{one.Type} {one.Job}").TakeLast(40))}");
    }

    private async Task BindAsync()
    {
        // As a durable subscriber would; it outlives the broker's restart.
        await channel.QueueDeclareAsync(queue, durable: true, exclusive: false, autoDelete: false);
        foreach (var name in Events)
        {
            await channel.ExchangeDeclareAsync($"SwiftDiffusion.Messages.Events:{name}", ExchangeType.Fanout, durable: true);
            await channel.QueueBindAsync(queue, $"SwiftDiffusion.Messages.Events:{name}", "");
        }

        await channel.ExchangeDeclareAsync("SwiftDiffusion.Messages.Commands:CancelJob", ExchangeType.Fanout, durable: true);
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += HearAsync;
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);
    }

    private Task HearAsync(object sender, BasicDeliverEventArgs message)
    {
        using var json = JsonDocument.Parse(message.Body);
        var headers = message.BasicProperties.Headers!;
        lock (waiters)
        {
            heard.Enqueue(new Heard(
                message.Exchange.Split(':')[1], json.RootElement.GetProperty("jobId").GetString()!, Text(headers, "cloudEvents_id"), Text(headers, "cloudEvents_source"), Encoding.UTF8.GetString(message.Body.Span))
            {
                TraceParent = headers.ContainsKey("traceparent") ? Text(headers, "traceparent") : null,
            });
            waiters.RemoveAll(waiter => waiter.Until() && waiter.Done.TrySetResult());
        }

        return Task.CompletedTask;
    }

    private static string Text(IDictionary<string, object?> headers, string name) => Encoding.UTF8.GetString((byte[])headers[name]!);
}

/// <summary>An event as it came over the wire.</summary>
internal sealed record Heard(string Type, string Job, string Id, string Source, string Body)
{
    /// <summary>The trace that it belongs to.</summary>
    public string? TraceParent { get; init; }
}
