using SwiftDiffusion.Local.Painting;
using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Local.Views;

/// <summary>Shows a run: to a person at a terminal, in plain lines, or to a program in JSON. Thread-safe up to <see cref="CloseAsync"/>.</summary>
internal interface IPaintView : IAsyncDisposable
{
    /// <summary>The run begins.</summary>
    void Open();

    /// <summary>Something has happened to the job.</summary>
    void Show(JobEvent jobEvent);

    /// <summary>A line for a person, such as a warning.</summary>
    void Tell(string line);

    /// <summary>Progress is over; what follows is the result. Again does nothing.</summary>
    Task CloseAsync();

    /// <summary>The run has painted.</summary>
    /// <param name="painted">What, and where it lies.</param>
    /// <param name="total">How long the command took.</param>
    void Painted(Painted painted, TimeSpan total);

    /// <summary>The run has not.</summary>
    void Failed(CommandException problem);
}
