namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>Logs of the program: a line each, in UTC. Prompts, keys and signed links never are among them.</summary>
internal static class SubmitterLogging
{
    public static void Add(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console => (console.IncludeScopes, console.SingleLine, console.UseUtcTimestamp, console.TimestampFormat) = (true, true, true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' "));
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning);
        logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Warning);
    }
}
