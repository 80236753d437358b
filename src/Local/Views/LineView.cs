using System.Globalization;
using SwiftDiffusion.Local.Painting;
using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Local.Views;

/// <summary>Plain lines, for a log: progress at the start, every five seconds and at the end.</summary>
internal sealed class LineView(Terminal terminal) : IPaintView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly ProgressMeter meter = new();
    private DateTimeOffset lastTold = DateTimeOffset.MinValue;

    public void Open()
    {
    }

    public void Show(JobEvent jobEvent)
    {
        switch (jobEvent)
        {
            case JobStarted started:
                meter.Start(started);
                Tell(string.Create(CultureInfo.InvariantCulture, $"painting, seed {started.Seed}"));
                break;
            case JobProgress progress when meter.Step(progress) is var reading && (progress.Time - lastTold >= Interval || progress.Step == progress.Of):
                lastTold = progress.Time;
                Tell(reading.ToString());
                break;
        }
    }

    public void Tell(string line)
    {
        lock (gate)
        {
            terminal.Error.WriteLine(line);
        }
    }

    public Task CloseAsync() => Task.CompletedTask;

    public void Painted(Painted painted, TimeSpan total)
    {
        foreach (var warning in TextReport.Warnings(painted.Result))
        {
            Tell(warning);
        }

        TextReport.Write(terminal.Out, painted, total);
    }

    public void Failed(CommandException problem) => TextReport.Write(terminal.Error, problem);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
