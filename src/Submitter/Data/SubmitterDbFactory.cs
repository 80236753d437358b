using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Submitter.Data;

/// <summary>Opens contexts of the kind that the settings ask for; the caller disposes them.</summary>
internal sealed class SubmitterDbFactory(IOptions<DatabaseOptions> options, IServiceProvider services) : IDbContextFactory<SubmitterDb>
{
    private readonly Func<SubmitterDb> create = options.Value.Kind == DatabaseKind.PostgreSql
        ? services.GetRequiredService<IDbContextFactory<PostgreSqlDb>>().CreateDbContext
        : services.GetRequiredService<IDbContextFactory<SqliteDb>>().CreateDbContext;

    public SubmitterDb CreateDbContext() => create();
}
