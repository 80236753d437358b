using Microsoft.EntityFrameworkCore;
using SwiftDiffusion.Submitter.Data.Mappings;

namespace SwiftDiffusion.Submitter.Data;

/// <summary>The tables in PostgreSQL.</summary>
internal sealed class PostgreSqlDb(DbContextOptions<PostgreSqlDb> options) : SubmitterDb(options)
{
    public override bool LocksRows => true;

    // Not jsonb, which sorts fields and refuses \u0000.
    protected override string JsonType => "json";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
    }
}
