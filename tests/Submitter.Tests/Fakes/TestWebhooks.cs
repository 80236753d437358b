using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Hosting;
using SwiftDiffusion.Submitter.Jobs;
using SwiftDiffusion.Submitter.Tenants;
using SwiftDiffusion.Submitter.Webhooks;
using SwiftDiffusion.Submitter.Webhooks.Delivering;
using SwiftDiffusion.Submitter.Webhooks.Endpoints;

namespace SwiftDiffusion.Submitter.Tests.Fakes;

/// <summary>Webhooks on a database of their own, and a job store that feeds them. Nothing is sent until a test says so.</summary>
internal sealed class TestWebhooks : IAsyncDisposable
{
    public const string Acme = "acme";
    public const string Other = "other";

    private readonly ServiceProvider services;
    private readonly string folder;
    private readonly bool isOwner;

    private TestWebhooks(ServiceProvider services, FakeTimeProvider time, string folder, string connection, bool isOwner) =>
        (this.services, Time, this.folder, Connection, this.isOwner) = (services, time, folder, connection, isOwner);

    public FakeTimeProvider Time { get; }

    public string Connection { get; }

    public JobStore Jobs => services.GetRequiredService<JobStore>();

    public Transactions Transactions => services.GetRequiredService<Transactions>();

    public EndpointStore Endpoints => services.GetRequiredService<EndpointStore>();

    public EndpointSecrets Secrets => services.GetRequiredService<EndpointSecrets>();

    public DeliveryStore Deliveries => services.GetRequiredService<DeliveryStore>();

    public DeliveryQueue Queue => services.GetRequiredService<DeliveryQueue>();

    public DeliveryLedger Ledger => services.GetRequiredService<DeliveryLedger>();

    public ReceiverShares Shares => services.GetRequiredService<ReceiverShares>();

    public WebhookDispatcher Dispatcher => services.GetServices<IHostedService>().OfType<WebhookDispatcher>().Single();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Makes the database, its tables and two tenants.</summary>
    public static async Task<TestWebhooks> CreateAsync(string kind, DatabaseServer server, params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("webhooks-").FullName;
        var connection = kind == nameof(DatabaseKind.PostgreSql) ? server.ConnectionString($"test_{Guid.NewGuid():N}") : $"Data Source={Path.Combine(folder, "jobs.db")}";
        var key = ("Webhooks:Keys:0", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        var webhooks = Open(kind, connection, folder, isOwner: true, new FakeTimeProvider(TestFleet.Noon), settings.Any(setting => setting.Name == key.Item1) ? settings : [key, .. settings]);
        await webhooks.services.GetRequiredService<Migrator>().MigrateAsync(Stop);
        await webhooks.Transactions.RunAsync(
            (db, token) =>
            {
                db.Tenants.AddRange(new[] { Acme, Other }.Select(id => new TenantRow { Id = id, Name = id, CreatedAt = TestFleet.Noon }));
                return db.SaveChangesAsync(token);
            },
            Stop);
        return webhooks;
    }

    /// <summary>Another process on the same database, with other settings.</summary>
    public TestWebhooks Another(string kind, params (string Name, string Value)[] settings) => Open(kind, Connection, folder, isOwner: false, Time, settings);

    /// <summary>An endpoint that wants all events, or those that are named.</summary>
    public async Task<WithSecret> AddEndpointAsync(string url, string tenant = Acme, params string[] events) =>
        (await Endpoints.CreateAsync(tenant, url, events, Stop))!;

    /// <summary>A job that was submitted and has ended.</summary>
    public async Task EndJobAsync(string id, string tenant = Acme, string? callbackUrl = null, params string[] events)
    {
        var job = TestFleet.Job(id) with { Tenant = tenant, Callback = callbackUrl is null ? null : new Callback { Url = callbackUrl, Events = events } };
        await Jobs.SubmitAsync(tenant, job, null, "hash", Stop);
        foreach (var jobEvent in (JobEvent[])[TestFleet.Started(job), TestFleet.OneOfEach(job).OfType<JobSucceeded>().Single()])
        {
            Assert.Equal(ApplyOutcome.Applied, await Jobs.ApplyAsync(jobEvent, null, Stop));
        }
    }

    public Task<List<WebhookDeliveryRow>> RowsAsync() => Transactions.ReadAsync((db, token) => db.WebhookDeliveries.OrderBy(row => row.Id).ToListAsync(token), Stop);

    public Task<List<WebhookAttemptRow>> AttemptsAsync() => Transactions.ReadAsync((db, token) => db.WebhookAttempts.OrderBy(row => row.DeliveryId).ThenBy(row => row.Number).ToListAsync(token), Stop);

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan by) => Time.Advance(by);

    /// <summary>Delivers what is due now.</summary>
    public Task<int> DeliverAsync() => Dispatcher.DeliverDueAsync(Stop);

    /// <summary>Lets time pass in steps of a minute, delivering what becomes due.</summary>
    public async Task PassAsync(TimeSpan span)
    {
        for (var end = Time.GetUtcNow() + span; Time.GetUtcNow() < end;)
        {
            Time.Advance(TimeSpan.FromMinutes(1));
            await DeliverAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (isOwner)
        {
            await using var db = await services.GetRequiredService<IDbContextFactory<SubmitterDb>>().CreateDbContextAsync();
            await db.Database.EnsureDeletedAsync();
        }

        await services.DisposeAsync();
        if (isOwner)
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TestWebhooks Open(string kind, string connection, string folder, bool isOwner, FakeTimeProvider time, (string Name, string Value)[] settings)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("Database:Kind", kind), new("Database:ConnectionString", connection), new("Webhooks:AllowHttp", "true"), new("Webhooks:AllowedNetworks:0", "127.0.0.0/8"),
            .. settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)),
        ]).Build());
        collection.AddLogging();
        collection.AddSingleton<TimeProvider>(time);
        collection.AddSubmitterDatabase();
        collection.AddJobStore();
        collection.AddWebhooks();
        collection.AddWebhookDispatching();
        return new TestWebhooks(collection.BuildServiceProvider(), time, folder, connection, isOwner);
    }
}
