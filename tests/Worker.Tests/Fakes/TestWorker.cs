using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Worker.Painting;
using SwiftDiffusion.Worker.Preparing;

namespace SwiftDiffusion.Worker.Tests.Fakes;

/// <summary>A whole worker in a host of its own: bus in memory, blobs in memory, and the fake engine unless a test wants the real one.</summary>
internal sealed class TestWorker : IAsyncDisposable
{
    /// <summary>How long a test waits for what must come.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly IHost host;

    private TestWorker(IHost host) => this.host = host;

    /// <summary>Messages that were not acknowledged.</summary>
    public FaultLog Faults { get; private init; } = new();

    public FakeEngine Engine { get; private init; } = new();

    public FakeBlobStore Blobs { get; private init; } = new();

    public FakeTimeProvider Time { get; private init; } = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    public LogLines Log { get; private init; } = new();

    public EventLog Events => host.Services.GetRequiredService<EventLog>();

    public IServiceProvider Services => host.Services;

    public IBus Bus => host.Services.GetRequiredService<IBus>();

    public IHostApplicationLifetime Lifetime => host.Services.GetRequiredService<IHostApplicationLifetime>();

    /// <summary>Starts a worker that serves <c>postcards</c> and <c>sketches</c>.</summary>
    public static async Task<TestWorker> StartAsync(
        Action<WorkerOptions>? configure = null, bool realEngine = false, Action<IBusFactoryConfigurator>? configureBus = null, IAdapterSource? adapters = null)
    {
        var (engine, blobs, log) = (new FakeEngine(), new FakeBlobStore(), new LogLines());
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IBlobStore>(blobs);
        if (!realEngine)
        {
            builder.Services.AddSingleton<IPainterLoader>(engine);
        }

        if (adapters is not null)
        {
            builder.Services.AddSingleton(adapters);
        }

        builder.Services.AddSingleton<EventLog>();
        builder.Services.AddWorker(options =>
        {
            options.Name = "worker-1";
            options.DrainTimeout = TimeSpan.Zero;
            options.Models["postcards"] = "/models/postcards";
            options.Models["sketches"] = "/models/sketches";
            configure?.Invoke(options);
        });
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddWorkerConsumers();
            bus.AddConsumer<EventLog>();
            bus.UsingInMemory((context, cfg) =>
            {
                configureBus?.Invoke(cfg);
                cfg.ConfigureWorkerEndpoints(context);
                cfg.ReceiveEndpoint("events", endpoint => endpoint.ConfigureConsumer<EventLog>(context));
            });
        });
        var host = builder.Build();
        var faults = new FaultLog();
        host.Services.GetRequiredService<IBus>().ConnectReceiveObserver(faults);
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new TestWorker(host) { Engine = engine, Blobs = blobs, Time = time, Log = log, Faults = faults };
    }

    /// <summary>Sends a job to the queue of its model.</summary>
    public async Task SendAsync(GenerateImages job)
    {
        var endpoint = await Bus.GetSendEndpoint(new Uri($"queue:{Queues.Generate(job.Model, job.Priority)}"));
        await endpoint.Send(job, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends a job and waits for its end.</summary>
    public async Task<IReadOnlyList<JobEvent>> RunAsync(GenerateImages job)
    {
        await SendAsync(job);
        return await Events.UntilEndAsync();
    }

    public async Task StopAsync() => await host.StopAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }
}
