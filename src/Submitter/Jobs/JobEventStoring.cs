using SwiftDiffusion.Messages;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Submitter.Data;

namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>Stores events beside the change of the job that they tell of.</summary>
internal static class JobEventStoring
{
    /// <summary>Adds an event to what the transaction stores.</summary>
    public static async Task AddEventAsync(this SubmitterDb db, JobRow job, JobEvent jobEvent, CancellationToken cancellationToken, string? eventId = null) => await db.JobEvents.AddAsync(
        new JobEventRow
        {
            TenantId = job.TenantId,
            JobId = job.Id,
            EventId = eventId ?? CloudEvents.IdOf(jobEvent),
            Type = EventNames.Of(jobEvent),
            Time = jobEvent.Time,
            Data = MessageJson.Serialize(jobEvent),
        },
        cancellationToken);
}
