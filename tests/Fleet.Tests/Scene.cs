using Microsoft.Extensions.Options;
using SwiftDiffusion.Broker;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Storage;
using SwiftDiffusion.TestServers;

namespace SwiftDiffusion.Fleet.Tests;

/// <summary>A fleet of one test: a model, and so queues, and a container that no other test has.</summary>
internal sealed class Scene : IAsyncDisposable
{
    private readonly FleetServers servers;

    private Scene(FleetServers servers, Outcomes outcomes)
    {
        (this.servers, Outcomes) = (servers, outcomes);
        Model = $"m{Guid.NewGuid():N}"[..12];
        Blobs = servers.Open(Model);
    }

    public string Model { get; }

    public Outcomes Outcomes { get; }

    public IBlobStore Blobs { get; }

    public static async Task<Scene> OpenAsync(FleetServers servers) => new(servers, await Outcomes.ListenAsync(servers.Broker));

    /// <summary>Declares the model's queues, so that jobs may be sent before a worker has come.</summary>
    public Task DeclareAsync(int deliveryLimit = 5)
    {
        var options = new RabbitMqOptions { Host = "127.0.0.1", Port = servers.Broker.Port, DeliveryLimit = deliveryLimit };
        return new JobQueues(Options.Create(options)).DeclareAsync(Model, TestContext.Current.CancellationToken);
    }

    /// <summary>Settings of a worker of this fleet that paints nothing.</summary>
    /// <param name="stepTime">How long a step of its takes; 25 of them are a job.</param>
    /// <param name="brokerPort">Null is the broker's own.</param>
    /// <param name="blobsPort">Null is the blob server's own.</param>
    /// <param name="more">Other settings.</param>
    public Dictionary<string, string> Settings(double stepTime = 0, int? brokerPort = null, int? blobsPort = null, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var settings = new Dictionary<string, string>
        {
            [$"Worker:Models:{Model}"] = "/null",
            ["Worker:Engine"] = "Null",
            ["Worker:NullStepTime"] = TimeSpan.FromSeconds(stepTime).ToString("c"),
            ["Worker:WarmUp"] = "false",
            ["RabbitMq:Host"] = "127.0.0.1",
            ["RabbitMq:Port"] = $"{brokerPort ?? servers.Broker.Port}",
            ["Storage:Kind"] = "Azure",
            ["Storage:ConnectionString"] = AzuriteServer.ConnectionStringOf(blobsPort ?? servers.Blobs.Port),
            ["Storage:Container"] = Model,
            ["Storage:MaxRetryDelay"] = "00:00:01",
        };
        foreach (var (name, value) in more)
        {
            settings[name] = value;
        }

        return settings;
    }

    /// <summary>Sends jobs that are named so and numbered from 0.</summary>
    public async Task<string[]> SendAsync(string name, int count, string more = "")
    {
        string[] jobs = [.. Enumerable.Range(0, count).Select(i => $"{name}-{i}")];
        await Task.WhenAll(jobs.Select(job => Outcomes.SendAsync(Model, job, more)));
        return jobs;
    }

    /// <summary>Waits until these jobs have ended: succeeded, every one, once, with a manifest and the images that it tells of.</summary>
    public async Task AllSucceedAsync(IReadOnlyCollection<string> jobs)
    {
        var ends = await Outcomes.EndsAsync(jobs);
        Assert.All(ends.Values, end => Assert.Equal("JobSucceeded", end.Type));
        foreach (var job in jobs)
        {
            var manifest = await ManifestAsync(job);
            Assert.NotNull(manifest);
            Assert.Equal(manifest.Images.Count, Outcomes.All.Where(heard => heard.Type == "ImageCompleted" && heard.Job == job).DistinctBy(heard => heard.Id).Count());
            foreach (var image in manifest.Images)
            {
                await using var content = await Blobs.OpenAsync(new BlobKey(image.Blob), TestContext.Current.CancellationToken);
                Assert.Equal(image.Sha256, Convert.ToHexStringLower(await System.Security.Cryptography.SHA256.HashDataAsync(content!, TestContext.Current.CancellationToken)));
            }
        }
    }

    /// <summary>A job's manifest; null where it has none.</summary>
    public async Task<JobResult?> ManifestAsync(string job)
    {
        await using var content = await Blobs.OpenAsync(JobBlobs.Manifest(null, job), TestContext.Current.CancellationToken);
        if (content is null)
        {
            return null;
        }

        using var json = new MemoryStream();
        await content.CopyToAsync(json, TestContext.Current.CancellationToken);
        return MessageJson.Deserialize<JobResult>(json.ToArray());
    }

    public ValueTask DisposeAsync() => Outcomes.DisposeAsync();
}
