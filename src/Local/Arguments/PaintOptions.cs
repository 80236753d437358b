using System.CommandLine;
using SwiftDiffusion.Local.Help;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>The command <c>paint</c>: its prompt and its options.</summary>
internal sealed class PaintOptions
{
    public PaintOptions(TimeProvider time)
    {
        Running = new RunningOptions(time);
        Groups = [Prompts, Model, Sampling, Size, Picture, Output, Running];
        Command = new Command("paint", HelpTexts.Paint) { Prompt };
        foreach (var option in Groups.SelectMany(group => group.Options))
        {
            Command.Add(option);
        }
    }

    public Command Command { get; }

    public Argument<string> Prompt { get; } = new("prompt");

    public PromptOptions Prompts { get; } = new();

    public ModelOptions Model { get; } = new();

    public SamplingOptions Sampling { get; } = new();

    public SizeOptions Size { get; } = new();

    public PictureOptions Picture { get; } = new();

    public OutputOptions Output { get; } = new();

    public RunningOptions Running { get; }

    /// <summary>In the order of the help.</summary>
    public IReadOnlyList<IOptionGroup> Groups { get; }
}
