namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>What the program itself logs.</summary>
internal static partial class Log
{
    [LoggerMessage(2101, LogLevel.Critical, "Settings are wrong: {Problems}")]
    public static partial void WrongSettings(this ILogger logger, string problems);

    [LoggerMessage(2102, LogLevel.Critical, "The database could not be migrated.")]
    public static partial void NotMigrated(this ILogger logger, Exception exception);

    [LoggerMessage(2103, LogLevel.Critical, "The submitter cannot start.")]
    public static partial void NotStarted(this ILogger logger, Exception exception);
}
