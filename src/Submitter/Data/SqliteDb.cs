using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Submitter.Data.Mappings;

namespace SwiftDiffusion.Submitter.Data;

/// <summary>The tables in an SQLite file.</summary>
internal sealed class SqliteDb(DbContextOptions<SqliteDb> options) : SubmitterDb(options)
{
    public override bool LocksRows => false;

    protected override string JsonType => "TEXT";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // SQLite has no type for times; as text they could not be compared in queries.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMicrosecondsConverter>();
    }
}
