using System.Globalization;
using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Local.Views;

/// <summary>How fast a job goes and how long it will take, by the times of its events.</summary>
internal sealed class ProgressMeter
{
    private JobProgress? first;
    private DateTimeOffset? started;

    /// <summary>Painting begins, or begins again.</summary>
    public void Start(JobStarted jobStarted) => (started, first) = (jobStarted.Time, null);

    /// <summary>Some steps are done.</summary>
    public ProgressReading Step(JobProgress progress)
    {
        first ??= progress;
        // The first steps hold what comes before them too, so they are left out as soon as there are others.
        var (steps, since) = progress.Step > first.Step ? (progress.Step - first.Step, first.Time) : (progress.Step, started ?? progress.Time);
        var seconds = (progress.Time - since).TotalSeconds;
        return new ProgressReading(progress.Step, progress.Of, seconds > 0 ? steps / seconds : null);
    }
}

/// <summary>Where a job is.</summary>
/// <param name="Step">Steps done over all images.</param>
/// <param name="Of">Steps in all.</param>
/// <param name="Rate">Steps a second; null while it can't be told.</param>
internal sealed record ProgressReading(int Step, int Of, double? Rate)
{
    /// <summary>What is left; null while it can't be told.</summary>
    public TimeSpan? Left => Rate is { } rate ? TimeSpan.FromSeconds((Of - Step) / rate) : null;

    /// <summary>As a line: <c>step 12 of 25, 4.8 steps/s, 3 s left</c>.</summary>
    public override string ToString()
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"step {Step} of {Of}");
        return Rate is { } rate && Left is { } left
            ? string.Create(CultureInfo.InvariantCulture, $"{line}, {Math.Round(rate, rate < 1 ? 2 : rate < 100 ? 1 : 0)} steps/s{(Step < Of ? $", {Spell(left)} left" : "")}")
            : line;
    }

    private static string Spell(TimeSpan left)
    {
        var seconds = (int)Math.Ceiling(left.TotalSeconds);
        return seconds < 100 ? $"{seconds} s" : seconds < 6000 ? $"{(seconds + 59) / 60} min" : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600.0:0.0} h");
    }
}
