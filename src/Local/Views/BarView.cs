using Spectre.Console;
using SwiftDiffusion.Local.Painting;
using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Local.Views;

/// <summary>A bar that fills, for a person at a terminal.</summary>
internal sealed class BarView(Terminal terminal) : IPaintView
{
    private readonly IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
    private readonly TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ProgressMeter meter = new();
    private readonly Lock gate = new();
    private ProgressTask? bar;
    private Task drawing = Task.CompletedTask;

    public void Open() => drawing = console.Progress()
        .AutoClear(true)
        .Columns(new SpinnerColumn(), new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
        .StartAsync(async context =>
        {
            bar = context.AddTask("loading").IsIndeterminate();
            await closed.Task;
        });

    public void Show(JobEvent jobEvent)
    {
        switch (jobEvent)
        {
            case JobStarted started:
                meter.Start(started);
                Draw("painting", 0, 1);
                break;
            case JobProgress progress:
                Draw(meter.Step(progress).ToString(), progress.Step, progress.Of);
                break;
        }
    }

    public void Tell(string line)
    {
        lock (gate)
        {
            console.WriteLine(line);
        }
    }

    public async Task CloseAsync()
    {
        closed.TrySetResult();
        await drawing;
    }

    public void Painted(Painted painted, TimeSpan total)
    {
        foreach (var warning in TextReport.Warnings(painted.Result))
        {
            terminal.Error.WriteLine(warning);
        }

        TextReport.Write(terminal.Out, painted, total);
    }

    public void Failed(CommandException problem) => TextReport.Write(terminal.Error, problem);

    public async ValueTask DisposeAsync() => await CloseAsync();

    private void Draw(string text, int step, int of)
    {
        if (bar is { } task)
        {
            // An image may be finished while its last step is drawn: a full bar would stop the clock of its column.
            task.IsIndeterminate(false).MaxValue(of + 0.001).Value(step);
            task.Description = Markup.Escape(text);
        }
    }
}
