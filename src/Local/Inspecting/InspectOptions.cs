using System.CommandLine;
using SwiftDiffusion.Local.Arguments;
using SwiftDiffusion.Local.Help;

namespace SwiftDiffusion.Local.Inspecting;

/// <summary>The command <c>inspect</c>: its file and its option.</summary>
internal sealed class InspectOptions
{
    public InspectOptions() => Command = new Command("inspect", HelpTexts.Inspect) { File, Json };

    public Command Command { get; }

    public Argument<string> File { get; } = new("file");

    public Option<bool> Json { get; } = OptionForm.Flag("--json", "One JSON object on standard output.");

    /// <exception cref="CommandException">The arguments are not well formed.</exception>
    public string Read(ParseResult parsed)
    {
        var problems = new Problems();
        foreach (var stray in parsed.UnmatchedTokens)
        {
            problems.Add(stray.StartsWith('-') ? $"{stray} is no option of inspect; allowed is {Json.Name}." : $"'{stray}' is one path too many; allowed is one.");
        }

        if (parsed.GetResult(File) is not { Tokens: [var file] })
        {
            problems.Add("The path is missing; allowed is one file or folder, as in: swiftdiffusion inspect ink.safetensors.");
            problems.ThrowIfAny();
            return "";
        }

        problems.ThrowIfAny();
        return file.Value;
    }
}
