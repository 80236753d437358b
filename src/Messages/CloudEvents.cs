using System.Globalization;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Messages;

/// <summary>CloudEvents 1.0 attributes of messages, in binary mode: they travel as headers <c>cloudEvents_id</c> and so on, and the body is the message's JSON alone.</summary>
/// <remarks>
/// An id is made of what the message tells, so a message that is published again has the id it had, whoever publishes it. For that to hold, <c>source</c> must be a name of
/// the fleet and not of a process: source and id together are what a receiver recognises repetitions by.
/// </remarks>
public static class CloudEvents
{
    /// <summary>What every header's name begins with.</summary>
    public const string Prefix = "cloudEvents_";

    /// <summary>The attributes of an event.</summary>
    /// <param name="jobEvent">The event.</param>
    /// <param name="source">The fleet, as a URI reference, for example <c>/swiftdiffusion/production</c>.</param>
    public static IReadOnlyDictionary<string, string> Attributes(JobEvent jobEvent, string source) =>
        Attributes(IdOf(jobEvent), source, TypeOf(EventNames.Of(jobEvent)), jobEvent.JobId, jobEvent.Time);

    /// <summary>The attributes of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="source">Who sends it, as a URI reference.</param>
    /// <param name="time">When it was sent; null to leave that out.</param>
    public static IReadOnlyDictionary<string, string> Attributes(GenerateImages job, string source, DateTimeOffset? time = null) =>
        Attributes($"{job.JobId}:generate", source, TypeOf("generate"), job.JobId, time);

    /// <summary>The attributes of a request to cancel.</summary>
    /// <param name="cancel">The request.</param>
    /// <param name="source">Who sends it, as a URI reference.</param>
    /// <param name="time">When it was sent; null to leave that out.</param>
    public static IReadOnlyDictionary<string, string> Attributes(CancelJob cancel, string source, DateTimeOffset? time = null) =>
        Attributes($"{cancel.JobId}:cancel", source, TypeOf("cancel"), cancel.JobId, time);

    /// <summary>The type of a name from <see cref="EventNames"/>, for example <c>swiftdiffusion.job.succeeded.v1</c>.</summary>
    public static string TypeOf(string name) => $"swiftdiffusion.job.{name}.v1";

    /// <summary>The id of an event: <c>&lt;job&gt;:succeeded</c>. It has no dot, so it can be a webhook's id.</summary>
    /// <remarks>What a job can meet only once is told by job and name. A start and a step may come again when a worker is lost, so their ids hold the time as well.</remarks>
    public static string IdOf(JobEvent jobEvent)
    {
        var id = $"{jobEvent.JobId}:{EventNames.Of(jobEvent)}";
        return jobEvent switch
        {
            ImageCompleted completed => string.Create(CultureInfo.InvariantCulture, $"{id}:{completed.Image.Index}"),
            JobProgress progress => string.Create(CultureInfo.InvariantCulture, $"{id}:{progress.Step}:{progress.Time.UtcTicks}"),
            JobStarted started => string.Create(CultureInfo.InvariantCulture, $"{id}:{started.Time.UtcTicks}"),
            _ => id,
        };
    }

    private static Dictionary<string, string> Attributes(string id, string source, string type, string jobId, DateTimeOffset? time)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        var attributes = new Dictionary<string, string>
        {
            [$"{Prefix}specversion"] = "1.0",
            [$"{Prefix}id"] = id,
            [$"{Prefix}source"] = source,
            [$"{Prefix}type"] = type,
            [$"{Prefix}subject"] = jobId,
            [$"{Prefix}datacontenttype"] = "application/json",
        };
        if (time is { } at)
        {
            attributes[$"{Prefix}time"] = TimeConverter.Rfc3339(at);
        }

        return attributes;
    }
}
