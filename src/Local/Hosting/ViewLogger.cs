using Microsoft.Extensions.Logging;
using SwiftDiffusion.Local.Views;

namespace SwiftDiffusion.Local.Hosting;

/// <summary>Shows a person what is logged, a line each; stack traces only to one who wants to know all.</summary>
internal sealed class ViewLogger(IPaintView view, bool verbose) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var problem = exception is null ? "" : verbose ? $"{Environment.NewLine}{exception}" : $" {exception.Message}";
        view.Tell($"{Word(logLevel)}: {formatter(state, exception)}{problem}");
    }

    public void Dispose()
    {
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Critical or LogLevel.Error => "error",
        LogLevel.Warning => "warning",
        LogLevel.Information => "info",
        _ => "debug",
    };
}
