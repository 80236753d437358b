using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Submitter.Data;
using SwiftDiffusion.Submitter.Webhooks.Delivering;

namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>Stores events beside the change of the job that they tell of.</summary>
internal static class JobEventStoring
{
    /// <summary>Adds an event, and what is to be delivered of it, to what the transaction stores.</summary>
    public static async Task AddEventAsync(this SubmitterDb db, JobRow job, JobEvent jobEvent, CancellationToken cancellationToken, string? eventId = null)
    {
        var row = new JobEventRow
        {
            TenantId = job.TenantId,
            JobId = job.Id,
            EventId = eventId ?? CloudEvents.IdOf(jobEvent),
            Type = EventNames.Of(jobEvent),
            Time = jobEvent.Time,
            Data = MessageJson.Serialize(jobEvent),
        };
        db.JobEvents.Add(row);
        await db.EnqueueAsync(job, row, cancellationToken);
    }
}
