using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Submitter.Data;

/// <summary>Brings the tables up to date.</summary>
internal sealed partial class Migrator(IDbContextFactory<SubmitterDb> databases, IOptions<DatabaseOptions> options, ILogger<Migrator> logger)
{
    /// <summary>Applies what is missing. Several processes may do so at once: the database lets one at a time.</summary>
    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await FindPendingAsync(db, cancellationToken) is not { Count: > 0 } pending)
        {
            LogUpToDate(logger);
            return;
        }

        LogMigrating(logger, pending);
        await db.Database.MigrateAsync(cancellationToken);
        if (!db.LocksRows)
        {
            // Readers and the one writer go on beside each other. It is a property of the file, so once is enough.
            await db.Database.ExecuteSqlAsync($"PRAGMA journal_mode = WAL", cancellationToken);
        }
    }

    /// <summary>At the start of <c>serve</c>: applies what is missing, or refuses to start without it, as the settings say.</summary>
    /// <exception cref="InvalidOperationException">The tables are not up to date, and are not to be brought up to date here.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (options.Value.MigrateAtStart)
        {
            await MigrateAsync(cancellationToken);
            return;
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (await FindPendingAsync(db, cancellationToken) is { Count: > 0 } pending)
        {
            throw new InvalidOperationException($"The database lacks {string.Join(", ", pending)}; run 'migrate' first, or set {DatabaseOptions.Section}:MigrateAtStart.");
        }
    }

    private static async Task<IReadOnlyList<string>> FindPendingAsync(SubmitterDb db, CancellationToken cancellationToken) =>
        [.. await db.Database.GetPendingMigrationsAsync(cancellationToken)];

    [LoggerMessage(EventId = 2002, Level = LogLevel.Information, Message = "The database's tables are up to date.")]
    private static partial void LogUpToDate(ILogger logger);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Information, Message = "Migrating the database: {Migrations}.")]
    private static partial void LogMigrating(ILogger logger, IReadOnlyList<string> migrations);
}
