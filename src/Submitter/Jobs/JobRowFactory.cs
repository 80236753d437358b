using System.Diagnostics;
using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>Makes rows of jobs, and what the submitter itself tells of them.</summary>
internal sealed class JobRowFactory(TimeProvider time)
{
    /// <summary>The row of a job that was just submitted.</summary>
    public JobRow Create(string tenant, GenerateImages job, string? idempotencyKey, string requestHash)
    {
        var now = time.GetUtcNow();
        return new JobRow
        {
            Id = job.JobId,
            TenantId = tenant,
            IdempotencyKey = idempotencyKey,
            RequestHash = requestHash,
            Request = MessageJson.Serialize(job with { Tenant = tenant }),
            Model = job.Model,
            Priority = job.Priority,
            State = JobState.Queued,
            CreatedAt = now,
            UpdatedAt = now,
            Deadline = job.Deadline,
            WebhookUrl = job.Callback?.Url,
            WebhookEvents = job.Callback is { } callback ? string.Join(',', callback.Events) : null,
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null,
        };
    }

    /// <summary>That a job was accepted.</summary>
    public static JobAccepted Accepted(JobRow row, GenerateImages job) =>
        new() { JobId = row.Id, Tenant = row.TenantId, Labels = job.Labels, Time = row.CreatedAt, Queue = Queues.Generate(row.Model, row.Priority) };

    /// <summary>That a job was given up.</summary>
    public static JobCancelled Cancelled(JobRow row, DateTimeOffset at) => new() { JobId = row.Id, Tenant = row.TenantId, Labels = LabelsOf(row), Time = at };

    /// <summary>The job that a row stands for.</summary>
    public static GenerateImages JobOf(JobRow row) => MessageJson.Deserialize<GenerateImages>(row.Request);

    /// <summary>The labels of a job.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(JobRow row) => JobOf(row).Labels;
}
