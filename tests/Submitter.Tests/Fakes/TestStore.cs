using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Hosting;
using SwiftDiffusion.Submitter.Jobs;
using SwiftDiffusion.Submitter.Reconciling;

namespace SwiftDiffusion.Submitter.Tests.Fakes;

/// <summary>A job store on an empty database, gone when it is disposed.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly string folder;

    private TestStore(ServiceProvider services, string folder, FakeTimeProvider time) => (this.services, this.folder, Time) = (services, folder, time);

    public FakeTimeProvider Time { get; }

    public JobStore Jobs => services.GetRequiredService<JobStore>();

    public Transactions Transactions => services.GetRequiredService<Transactions>();

    public IBlobStore Blobs => field ??= BlobStores.Folder(Path.Combine(folder, "blobs"));

    /// <summary>A reconciler that finds so many jobs in every queue.</summary>
    public Reconciler Reconciler(long waiting) => ActivatorUtilities.CreateInstance<Reconciler>(services, Blobs, new FixedQueues(waiting), Options.Create(new ReconcileOptions()));

    public Retention Retention(TimeSpan? kept) => ActivatorUtilities.CreateInstance<Retention>(services, Blobs, Options.Create(new ReconcileOptions { Retention = kept }));

    /// <summary>Marks all jobs as handed to the broker, for the so-manieth time.</summary>
    public Task MarkDispatchedAsync(int dispatches)
    {
        DateTimeOffset? now = Time.GetUtcNow();
        return Transactions.ReadAsync(
            (db, token) => db.Jobs.ExecuteUpdateAsync(job => job.SetProperty(row => row.DispatchedAt, now).SetProperty(row => row.Dispatches, dispatches), token),
            TestContext.Current.CancellationToken);
    }

    /// <summary>Makes the database and its tables.</summary>
    public static async Task<TestStore> CreateAsync(string kind, DatabaseServer server)
    {
        var folder = Directory.CreateTempSubdirectory("store-").FullName;
        var connection = kind == nameof(DatabaseKind.PostgreSql) ? server.ConnectionString($"test_{Guid.NewGuid():N}") : $"Data Source={Path.Combine(folder, "jobs.db")}";
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Database:Kind", kind), new("Database:ConnectionString", connection)]).Build());
        collection.AddLogging();
        var time = new FakeTimeProvider(TestFleet.Noon);
        collection.AddSingleton<TimeProvider>(time);
        collection.AddSubmitterDatabase();
        collection.AddJobStore();
        var store = new TestStore(collection.BuildServiceProvider(), folder, time);
        await store.services.GetRequiredService<Migrator>().MigrateAsync(TestContext.Current.CancellationToken);
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        await using (var db = await services.GetRequiredService<IDbContextFactory<SubmitterDb>>().CreateDbContextAsync())
        {
            await db.Database.EnsureDeletedAsync();
        }

        await services.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
    private sealed class FixedQueues(long waiting) : IWaitingJobs
    {
        public Task<long> CountAsync(string model, JobPriority priority, CancellationToken cancellationToken) => Task.FromResult(waiting);
    }
}
