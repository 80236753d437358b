using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Submitter.Data.Mappings;
using SwiftDiffusion.Submitter.Jobs;
using SwiftDiffusion.Submitter.Tenants;
using SwiftDiffusion.Submitter.Webhooks;

namespace SwiftDiffusion.Submitter.Data;

/// <summary>The submitter's tables. Which database they are in is said by the two that derive from it; each has migrations of its own.</summary>
internal abstract class SubmitterDb(DbContextOptions options) : DbContext(options)
{
    public DbSet<TenantRow> Tenants => Set<TenantRow>();

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<JobRow> Jobs => Set<JobRow>();

    public DbSet<JobEventRow> JobEvents => Set<JobEventRow>();

    public DbSet<InputRow> Inputs => Set<InputRow>();

    public DbSet<WebhookEndpointRow> WebhookEndpoints => Set<WebhookEndpointRow>();

    public DbSet<WebhookDeliveryRow> WebhookDeliveries => Set<WebhookDeliveryRow>();

    public DbSet<WebhookAttemptRow> WebhookAttempts => Set<WebhookAttemptRow>();

    /// <summary>Whether several processes may share it, and rows can be locked one by one.</summary>
    public abstract bool LocksRows { get; }

    /// <summary>The type of columns that hold JSON. It must keep the text as it is: a hash or a signature may hang on it.</summary>
    protected abstract string JsonType { get; }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        TenantMappings.Apply(modelBuilder);
        JobMappings.Apply(modelBuilder, JsonType);
        WebhookMappings.Apply(modelBuilder);
        SnakeCase.Apply(modelBuilder);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // States and reasons are stored as the words that they have on the wire.
        configurationBuilder.Properties<JobState>().HaveConversion<WordConverter<JobState>>();
        configurationBuilder.Properties<Messages.Jobs.JobPriority>().HaveConversion<WordConverter<Messages.Jobs.JobPriority>>();
        configurationBuilder.Properties<Messages.Results.FailureReason>().HaveConversion<WordConverter<Messages.Results.FailureReason>>();
        configurationBuilder.Properties<DeliveryState>().HaveConversion<WordConverter<DeliveryState>>();
    }
}
