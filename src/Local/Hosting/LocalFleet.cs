using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SwiftDiffusion.Local.Painting;
using SwiftDiffusion.Local.Views;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter;
using SwiftDiffusion.Worker;

namespace SwiftDiffusion.Local.Hosting;

/// <summary>The fleet in one process: bus in memory, one worker, a submitter, blobs in a folder.</summary>
internal sealed class LocalFleet : IAsyncDisposable
{
    private readonly IHost host;

    private LocalFleet(IHost host, Task<Exception> faults) => (this.host, Faults) = (host, faults);

    public JobClient Client => host.Services.GetRequiredService<JobClient>();

    public IBlobStore Blobs => host.Services.GetRequiredService<IBlobStore>();

    /// <summary>Done when the worker gives a job back, with the reason.</summary>
    public Task<Exception> Faults { get; }

    /// <summary>Starts it.</summary>
    /// <param name="plan">Names model and adapters.</param>
    /// <param name="folder">For the blobs.</param>
    /// <param name="view">Shows what is logged.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public static async Task<LocalFleet> StartAsync(PaintPlan plan, string folder, IPaintView view, CancellationToken cancellationToken)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        AddLogging(builder.Logging, plan, view);
        builder.Services.AddSingleton<IHostLifetime, QuietLifetime>();
        builder.Services.AddSingleton(BlobStores.Folder(folder));
        builder.Services.AddSubmitter();
        builder.Services.AddWorker(options =>
        {
            options.Name = "local";
            options.Models[plan.Job.Model] = plan.ModelPath;
            options.Threads = plan.Threads;
            options.SplitGuidance = plan.SplitGuidance;
            foreach (var device in plan.Devices)
            {
                options.Devices.Add(device);
            }

            // Whoever waits for this process wants it to end, not to go on.
            options.DrainTimeout = TimeSpan.Zero;
            foreach (var (name, path) in plan.Adapters)
            {
                options.Adapters[name] = path;
            }
        });
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddSubmitterConsumers();
            bus.AddWorkerConsumers();
            bus.UsingInMemory((context, cfg) =>
            {
                cfg.ConfigureSubmitterEndpoints(context);
                cfg.ConfigureWorkerEndpoints(context);
            });
        });
        var host = builder.Build();
        var faults = new Faults();
        host.Services.GetRequiredService<IBus>().ConnectReceiveObserver(faults);
        await host.StartAsync(cancellationToken);
        return new LocalFleet(host, faults.First);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(CancellationToken.None);
        host.Dispose();
    }

    private static void AddLogging(ILoggingBuilder logging, PaintPlan plan, IPaintView view)
    {
        logging.AddProvider(new ViewLogger(view, plan.Verbose));
        logging.SetMinimumLevel(plan.Verbose ? LogLevel.Information : LogLevel.Warning);
        if (!plan.Verbose)
        {
            // How the job ended is told by its events, and what broke the worker by its faults; once is enough.
            logging.AddFilter("SwiftDiffusion.Worker.Consuming", LogLevel.None);
            logging.AddFilter("SwiftDiffusion.Worker.Painting.DeviceHealth", LogLevel.None);
            logging.AddFilter("MassTransit", LogLevel.None);
        }
    }
}
