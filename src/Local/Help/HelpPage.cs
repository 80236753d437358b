using System.CommandLine;
using System.CommandLine.Invocation;
using SwiftDiffusion.Local.Arguments;
using SwiftDiffusion.Local.Inspecting;

namespace SwiftDiffusion.Local.Help;

/// <summary>What <c>--help</c> shows: for a person, options grouped by concern, examples at the end. The same at any width of the terminal.</summary>
internal sealed class HelpPage(PaintOptions options, InspectOptions inspect) : SynchronousCommandLineAction
{
    private const int Left = 28;
    private const int Width = 110;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var (to, command) = (parseResult.InvocationConfiguration.Output, parseResult.CommandResult.Command);
        if (command == inspect.Command)
        {
            WriteInspect(to, inspect);
        }
        else
        {
            Write(to, options, command == options.Command);
        }

        return ExitCode.Painted;
    }

    /// <summary>Writes the page of <c>paint</c>, or the short one of the program.</summary>
    public static void Write(TextWriter to, PaintOptions options, bool paint)
    {
        to.WriteLine(paint ? HelpTexts.Paint : HelpTexts.Root);
        to.WriteLine();
        to.WriteLine("Usage:");
        to.WriteLine($"  swiftdiffusion paint <prompt> [options]");
        if (paint)
        {
            WriteOptions(to, options);
        }
        else
        {
            to.WriteLine("  swiftdiffusion inspect <path> [--json]");
            to.WriteLine("  swiftdiffusion paint --help");
            to.WriteLine("  swiftdiffusion plan [--device cpu:threads=1]... [--split-guidance]");
            to.WriteLine("  swiftdiffusion --version");
        }

        WriteSection(to, "Examples", HelpTexts.Examples.SelectMany(example => new[] { $"  {example.Line}", $"      {example.Does}" }));
        WriteSection(to, "Exit codes", HelpTexts.ExitCodes.SelectMany(code => Rows(code.Code, code.Meaning)));
    }

    /// <summary>Writes the page of <c>inspect</c>.</summary>
    public static void WriteInspect(TextWriter to, InspectOptions inspect)
    {
        to.WriteLine(HelpTexts.Inspect);
        to.WriteLine();
        to.WriteLine("Usage:");
        to.WriteLine("  swiftdiffusion inspect <path> [options]");
        WriteSection(to, "Arguments", Rows("<path>", "A .safetensors file, or a folder in diffusers' layout."));
        WriteSection(to, "Options", Rows(inspect.Json.Name, inspect.Json.Description!));
        WriteSection(to, "Exit codes", Rows("0", "usable").Concat(Rows("2", "wrong arguments")).Concat(Rows("3", "not usable as it is, or nothing known")));
    }

    private static void WriteOptions(TextWriter to, PaintOptions options)
    {
        WriteSection(to, "Arguments", Rows("<prompt>", HelpTexts.Prompt));
        foreach (var group in options.Groups)
        {
            WriteSection(to, group.Title, group.Options.SelectMany(option => Rows($"{option.Name} {option.HelpName}".TrimEnd(), option.Description!)));
        }
    }

    private static void WriteSection(TextWriter to, string title, IEnumerable<string> lines)
    {
        to.WriteLine();
        to.WriteLine($"{title}:");
        foreach (var line in lines)
        {
            to.WriteLine(line);
        }
    }

    /// <summary>Two columns; a left one that is too wide has a line of its own.</summary>
    private static IEnumerable<string> Rows(string left, string right)
    {
        var head = $"  {left}";
        var lines = Wrap(right, Width - Left).ToList();
        if (head.Length + 2 > Left)
        {
            yield return head;
            head = "";
        }

        foreach (var line in lines)
        {
            yield return head.PadRight(Left) + line;
            head = "";
        }
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }
}
