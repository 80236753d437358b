using System.Diagnostics;
using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Worker.Telemetry;

/// <summary>A job's spans: the whole of it, and in it its preparation, its painting and its settling. They name the job and its model; never a prompt, a key or a link.</summary>
internal static class WorkerTracing
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "SwiftDiffusion.Worker";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins a job's span, in the trace of whoever sent it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="traceParent">W3C's header of that name, as a producer that doesn't use MassTransit gives it; null without. The bus has read its own already.</param>
    public static Activity? StartJob(GenerateImages job, string? traceParent)
    {
        var parent = traceParent is not null && ActivityContext.TryParse(traceParent, null, isRemote: true, out var context) ? context : Activity.Current?.Context ?? default;
        return Source.StartActivity("job", ActivityKind.Consumer, parent)?.SetTag("swiftdiffusion.job.id", job.JobId).SetTag("swiftdiffusion.model", job.Model);
    }

    /// <summary>Begins a part of the current job.</summary>
    public static Activity? Start(string name) => Source.StartActivity(name);
}
