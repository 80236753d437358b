using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SwiftDiffusion.Submitter.Jobs;

namespace SwiftDiffusion.Submitter.Data.Mappings;

/// <summary>Jobs, their events, their inputs. Ids of jobs are unique within a tenant, so that none can tell or take another's.</summary>
internal static class JobMappings
{
    // Indexes that hold only the rows in question stay small however many jobs have ended.
    private const string Unfinished = "finished_at IS NULL";

    public static void Apply(ModelBuilder model, string jsonType)
    {
        model.Entity<JobRow>(job => Map(job, jsonType));
        model.Entity<JobEventRow>(jobEvent =>
        {
            jobEvent.HasKey(row => row.Sequence);
            jobEvent.Property(row => row.Sequence).ValueGeneratedOnAdd();
            jobEvent.Property(row => row.Data).HasColumnType(jsonType);
            jobEvent.HasIndex(row => new { row.TenantId, row.EventId }).IsUnique();
            jobEvent.HasIndex(row => new { row.TenantId, row.JobId, row.Sequence });
            jobEvent.HasOne<JobRow>().WithMany().HasForeignKey(row => new { row.TenantId, row.JobId });
        });
        model.Entity<InputRow>(input =>
        {
            input.HasKey(row => new { row.TenantId, row.Id });
            input.HasIndex(row => row.ExpiresAt);
        });
    }

    private static void Map(EntityTypeBuilder<JobRow> job, string jsonType)
    {
        job.HasKey(row => new { row.TenantId, row.Id });
        job.Property(row => row.Request).HasColumnType(jsonType);
        job.Property(row => row.Result).HasColumnType(jsonType);
        job.HasIndex(row => new { row.TenantId, row.IdempotencyKey }).IsUnique();
        // A tenant's list, newest first, whole or of one state.
        job.HasIndex(row => new { row.TenantId, row.CreatedAt, row.Id });
        job.HasIndex(row => new { row.TenantId, row.State, row.CreatedAt, row.Id });
        // The outboxes of jobs and of cancellations.
        job.HasIndex(row => row.CreatedAt).HasFilter($"dispatched_at IS NULL AND {Unfinished}").HasDatabaseName("ix_jobs_outbox");
        job.HasIndex(row => row.CancelRequestedAt).HasFilter($"cancel_requested_at IS NOT NULL AND cancel_dispatched_at IS NULL AND {Unfinished}").HasDatabaseName("ix_jobs_cancellations");
        // The reconciler's, and retention's.
        job.HasIndex(row => row.UpdatedAt).HasFilter(Unfinished).HasDatabaseName("ix_jobs_unfinished");
        job.HasIndex(row => row.Deadline).HasFilter($"deadline IS NOT NULL AND {Unfinished}").HasDatabaseName("ix_jobs_deadline");
        job.HasIndex(row => row.FinishedAt).HasFilter("finished_at IS NOT NULL").HasDatabaseName("ix_jobs_finished");
    }
}
