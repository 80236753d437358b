using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace SwiftDiffusion.Submitter.Data;

/// <summary>Runs work on the database, again from its start when it failed for a passing reason: the one place that tries again.</summary>
/// <remarks>A commit whose answer was lost may have held, so work must be such that doing it again is recognised: by a unique id.</remarks>
internal sealed partial class Transactions
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    private readonly IDbContextFactory<SubmitterDb> databases;
    private readonly ResiliencePipeline pipeline;

    public Transactions(IDbContextFactory<SubmitterDb> databases, IOptions<DatabaseOptions> options, TimeProvider time, ILogger<Transactions> logger)
    {
        this.databases = databases;
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (options.Value.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } e && IsPassing(e)),
                MaxRetryAttempts = options.Value.Retries,
                Delay = FirstDelay,
                MaxDelay = MaxDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                OnRetry = arguments =>
                {
                    LogRetry(logger, arguments.AttemptNumber + 1, arguments.Outcome.Exception!.GetBaseException().Message);
                    return ValueTask.CompletedTask;
                },
            });
        }

        pipeline = builder.Build();
    }

    /// <summary>Reads, without a transaction of its own.</summary>
    public async Task<T> ReadAsync<T>(Func<SubmitterDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => await pipeline.ExecuteAsync(
        async token =>
        {
            await using var db = await databases.CreateDbContextAsync(token);
            db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.NoTracking;
            return await work(db, token);
        },
        cancellationToken);

    /// <summary>Runs work in one transaction and commits it. On SQLite, transactions come one after the other.</summary>
    public async Task<T> RunAsync<T>(Func<SubmitterDb, CancellationToken, Task<T>> work, CancellationToken cancellationToken) => await pipeline.ExecuteAsync(
        async token =>
        {
            await using var db = await databases.CreateDbContextAsync(token);
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            var result = await work(db, token);
            await transaction.CommitAsync(token);
            return result;
        },
        cancellationToken);

    /// <summary>Whether a failure passes by itself: a server that restarts, a lock that is held, a transaction that gave way to another.</summary>
    public static bool IsPassing(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is SqliteException { SqliteErrorCode: SqliteBusy or SqliteLocked } or DbException { IsTransient: true })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a failure is a row that is there already.</summary>
    public static bool IsDuplicate(DbUpdateException exception) => exception.InnerException switch
    {
        Npgsql.PostgresException e => e.SqlState == Npgsql.PostgresErrorCodes.UniqueViolation,
        SqliteException e => e.SqliteExtendedErrorCode is SqliteUnique or SqlitePrimaryKey,
        _ => false,
    };

    // https://sqlite.org/rescode.html
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqlitePrimaryKey = 1555;
    private const int SqliteUnique = 2067;

    [LoggerMessage(EventId = 2001, Level = LogLevel.Warning, Message = "The database failed, trying again ({Attempt}): {Problem}")]
    private static partial void LogRetry(ILogger logger, int attempt, string problem);
}
