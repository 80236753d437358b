using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Submitter.Data;

/// <summary>Puts the database into a host.</summary>
internal static class DatabaseRegistration
{
    /// <summary>Adds <see cref="IDbContextFactory{TContext}"/> of <see cref="SubmitterDb"/> and <see cref="Transactions"/>, as the section <c>Database</c> describes it.</summary>
    public static IServiceCollection AddSubmitterDatabase(this IServiceCollection services)
    {
        services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddPooledDbContextFactory<PostgreSqlDb>((provider, db) => UsePostgreSql(db, Options(provider).ConnectionString));
        services.AddPooledDbContextFactory<SqliteDb>((provider, db) => UseSqlite(db, Options(provider).ConnectionString));
        services.TryAddSingleton<IDbContextFactory<SubmitterDb>, SubmitterDbFactory>();
        services.TryAddSingleton<Transactions>();
        services.TryAddSingleton<Migrator>();
        return services;
    }

    /// <summary>Points a context to PostgreSQL.</summary>
    public static void UsePostgreSql(DbContextOptionsBuilder db, string connectionString) => Common(db).UseNpgsql(connectionString);

    /// <summary>Points a context to a file of SQLite's.</summary>
    public static void UseSqlite(DbContextOptionsBuilder db, string connectionString) =>
        Common(db).UseSqlite(new SqliteConnectionStringBuilder(connectionString) { ForeignKeys = true }.ToString());

    // Parameters hold prompts, so they are never logged; a failure that is tried again is no error yet, and what is thrown in the end is logged by who asked.
    private static DbContextOptionsBuilder Common(DbContextOptionsBuilder db) => db
        .EnableSensitiveDataLogging(false)
        .ConfigureWarnings(warnings => warnings.Ignore(
            CoreEventId.SaveChangesFailed, RelationalEventId.CommandError, RelationalEventId.CommandExecuted, RelationalEventId.ConnectionError, RelationalEventId.TransactionError));

    private static DatabaseOptions Options(IServiceProvider provider) => provider.GetRequiredService<IOptions<DatabaseOptions>>().Value;
}
