using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter.Following;

namespace SwiftDiffusion.Submitter.Tests.Fakes;

/// <summary>A submitter on a bus in memory, and a worker of few words that answers each job with what the test says.</summary>
internal sealed class TestFleet : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly IHost host;
    private readonly string folder;

    private TestFleet(IHost host, string folder) => (this.host, this.folder) = (host, folder);

    public JobClient Client => host.Services.GetRequiredService<JobClient>();

    public JobFollowers Followers => host.Services.GetRequiredService<JobFollowers>();

    public IBlobStore Blobs => host.Services.GetRequiredService<IBlobStore>();

    public IBus Bus => host.Services.GetRequiredService<IBus>();

    public Received Received => host.Services.GetRequiredService<Received>();

    /// <summary>Starts it.</summary>
    /// <param name="answer">What the worker does when it takes a job; null leaves jobs unanswered.</param>
    public static async Task<TestFleet> StartAsync(Func<IPublishEndpoint, GenerateImages, Task>? answer = null)
    {
        var folder = Directory.CreateTempSubdirectory("submitter-").FullName;
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Noon));
        builder.Services.AddSingleton(BlobStores.Folder(folder));
        builder.Services.AddSingleton(new Received(answer ?? ((_, _) => Task.CompletedTask)));
        builder.Services.AddSubmitter();
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddSubmitterConsumers();
            bus.AddConsumer<FakeWorker>();
            bus.UsingInMemory((context, cfg) =>
            {
                cfg.ConfigureSubmitterEndpoints(context);
                foreach (var priority in Enum.GetValues<JobPriority>())
                {
                    cfg.ReceiveEndpoint(Queues.Generate("postcards", priority), endpoint =>
                    {
                        endpoint.ConfigureConsumeTopology = false;
                        endpoint.ConfigureConsumer<FakeWorker>(context);
                    });
                }

                cfg.ReceiveEndpoint("cancel", endpoint => endpoint.ConfigureConsumer<FakeWorker>(context));
            });
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new TestFleet(host, folder);
    }

    public static GenerateImages Job(string id) => new() { JobId = id, Model = "postcards", Prompt = "a red house" };

    public static JobStarted Started(GenerateImages job) => new() { JobId = job.JobId, Tenant = job.Tenant, Time = Noon, Worker = "w", Seed = 1 };

    public static JobProgress Progress(GenerateImages job, int step) => new() { JobId = job.JobId, Tenant = job.Tenant, Time = Noon.AddSeconds(step), Step = step, Of = 100 };

    public static JobCancelled Cancelled(GenerateImages job) => new() { JobId = job.JobId, Tenant = job.Tenant, Time = Noon };

    /// <summary>One event of every type, the four that end a job last.</summary>
    public static IReadOnlyList<JobEvent> OneOfEach(GenerateImages job)
    {
        var image = new ImageResult { Index = 0, Seed = 1, Blob = "jobs/a/0.png", ContentType = "image/png", Width = 8, Height = 8, Sha256 = new string('0', 64) };
        var result = new JobResult { JobId = job.JobId, CompletedAt = Noon, Images = [image], Metrics = new JobMetrics(), Model = job.Model, Sampler = "ddim", Worker = "w", EngineVersion = "1" };
        return
        [
            new JobAccepted { JobId = job.JobId, Tenant = job.Tenant, Time = Noon, Queue = "q" },
            Started(job),
            Progress(job, 1),
            new ImageCompleted { JobId = job.JobId, Tenant = job.Tenant, Time = Noon, Image = image },
            new JobSucceeded { JobId = job.JobId, Tenant = job.Tenant, Time = Noon, Result = result },
            new JobFailed { JobId = job.JobId, Tenant = job.Tenant, Time = Noon, Reason = FailureReason.InvalidJob, Message = "steps is 0", Retryable = false },
            Cancelled(job),
            new JobExpired { JobId = job.JobId, Tenant = job.Tenant, Time = Noon, Deadline = Noon },
        ];
    }

    /// <summary>Publishes an event as a worker does: with CloudEvents attributes, unless <paramref name="id"/> says another id or "" for no attributes at all.</summary>
    public static Task TellAsync(IPublishEndpoint bus, JobEvent jobEvent, string? id = null) => bus.Publish(jobEvent, jobEvent.GetType(), Pipe.Execute<PublishContext>(context =>
    {
        foreach (var (name, value) in id == "" ? new Dictionary<string, string>() : CloudEvents.Attributes(jobEvent, "/test"))
        {
            context.Headers.Set(name, id is not null && name == $"{CloudEvents.Prefix}id" ? id : value);
        }
    }), TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
