using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Hosting;
using SwiftDiffusion.Submitter.Jobs;

namespace SwiftDiffusion.Fleet.Tests;

/// <summary>A real submitter in this process, on a database of its own unless another one's is given.</summary>
internal sealed class SubmitterProgram : IAsyncDisposable
{
    private const string Tenant = "acme";
    private readonly WebApplication host;

    private SubmitterProgram(WebApplication host) => this.host = host;

    public JobStore Jobs => host.Services.GetRequiredService<JobStore>();

    /// <summary>Makes it without starting it: it stores jobs and hands none over, as if it died in between.</summary>
    public static async Task<SubmitterProgram> CreateAsync(Scene scene, string connectionString)
    {
        var settings = scene.Settings().Where(setting => !setting.Key.StartsWith("Worker:", StringComparison.Ordinal)).ToDictionary();
        settings["Database:Kind"] = nameof(DatabaseKind.PostgreSql);
        settings["Database:ConnectionString"] = connectionString;
        settings["urls"] = "http://127.0.0.1:0";
        var submitter = new SubmitterProgram(SubmitterHost.Build([.. settings.Select(setting => $"--{setting.Key}={setting.Value}")]));
        await submitter.host.Services.GetRequiredService<Migrator>().PrepareAsync(TestContext.Current.CancellationToken);
        return submitter;
    }

    public static async Task<SubmitterProgram> StartAsync(Scene scene, string connectionString)
    {
        var submitter = await CreateAsync(scene, connectionString);
        await submitter.host.StartAsync(TestContext.Current.CancellationToken);
        // A bus that is stopped while it starts goes on in this process, and takes other tests' events.
        await submitter.host.Services.GetRequiredService<IBusControl>().WaitForHealthStatus(BusHealthStatus.Healthy, TestContext.Current.CancellationToken);
        return submitter;
    }

    /// <summary>Submits jobs, all at once.</summary>
    public async Task<string[]> SubmitAsync(Scene scene, string name, int count)
    {
        string[] jobs = [.. Enumerable.Range(0, count).Select(i => $"{name}-{i}")];
        await Task.WhenAll(jobs.Select(job => Task.Run(() => SubmitAsync(scene.Model, job))));
        return jobs;
    }

    public Task<Submitted> SubmitAsync(string model, string job) => Jobs.SubmitAsync(
        Tenant, new GenerateImages { JobId = job, Model = model, Prompt = Outcomes.Prompt, Steps = 25 }, $"key-{job}", "hash", TestContext.Current.CancellationToken);

    public async Task<JobRow> FindAsync(string job) => (await Jobs.FindAsync(Tenant, job, TestContext.Current.CancellationToken))!;

    public Task<CancelRequested?> CancelAsync(string job) => Jobs.RequestCancelAsync(Tenant, job, TestContext.Current.CancellationToken);

    /// <summary>Waits until every one of these jobs is in a state.</summary>
    public async Task UntilAsync(IReadOnlyCollection<string> jobs, JobState state)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Outcomes.Patience);
        using var asking = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var page = new JobPage(1000);
        while (true)
        {
            var list = await Jobs.ListAsync(Tenant, new JobFilter(), page, TestContext.Current.CancellationToken);
            var there = list.Jobs.Where(job => jobs.Contains(job.Id) && job.State == state).ToArray();
            if (there.Length == jobs.Count)
            {
                return;
            }

            Assert.False(patience.IsCancellationRequested, $"Not {state}: {string.Join(", ", list.Jobs.Where(job => job.State != state).Select(job => $"{job.Id} is {job.State}, dispatched {job.DispatchedAt}"))}");
            await asking.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Stops it: disposing alone would leave its bus taking events from the queue that all share.</summary>
    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        await host.DisposeAsync();
    }
}
