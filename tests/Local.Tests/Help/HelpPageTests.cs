using SwiftDiffusion.Local.Arguments;
using SwiftDiffusion.Local.Help;
using SwiftDiffusion.Local.Inspecting;
using SwiftDiffusion.Local.Tests.Fakes;

namespace SwiftDiffusion.Local.Tests.Help;

/// <summary>The help is approved as a text: set SWIFT_APPROVE=1 and run the tests to rewrite it, then review the diff.</summary>
public sealed class HelpPageTests
{
    private static readonly PaintOptions Options = new(TimeProvider.System);

    [Theory]
    [InlineData(true, "paint.approved.txt")]
    [InlineData(false, "swiftdiffusion.approved.txt")]
    public void Write_Help_IsTheApprovedOne(bool paint, string file)
    {
        var page = new StringWriter { NewLine = "\n" };
        HelpPage.Write(page, Options, paint);
        var approved = Repository.PathOf($"tests/Local.Tests/Help/{file}");
        if (Environment.GetEnvironmentVariable("SWIFT_APPROVE") == "1")
        {
            File.WriteAllText(approved, page.ToString());
        }

        Assert.Equal(File.ReadAllText(approved), page.ToString());
    }

    [Fact]
    public void Write_EveryOption_IsInTheHelpOnceAndInTheDocsWithAnExample()
    {
        var page = new StringWriter();
        HelpPage.Write(page, Options, paint: true);
        var docs = File.ReadAllText(Repository.PathOf("docs/cli.md"));
        foreach (var option in Options.Command.Options)
        {
            Assert.Single(page.ToString().Split('\n'), line => line.StartsWith($"  {option.Name} ", StringComparison.Ordinal) || line.TrimEnd() == $"  {option.Name}");
            Assert.Contains($"| `{option.Name}", docs, StringComparison.Ordinal);
            Assert.True(option.HelpName is null ? docs.Contains($"{option.Name}`", StringComparison.Ordinal) : docs.Contains($"{option.Name} ", StringComparison.Ordinal), option.Name);
        }
    }

    [Fact]
    public void Examples_Each_AreWellFormed()
    {
        using var workspace = new Workspace();
        foreach (var (line, _) in HelpTexts.Examples)
        {
            var args = System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(line).Skip(1).ToList();
            var inspect = new InspectOptions();
            var parsed = Cli.Parse(Options, inspect, args);
            if (parsed.CommandResult.Command == inspect.Command)
            {
                Assert.NotEmpty(inspect.Read(parsed));
            }
            else
            {
                ParseProblems.ThrowIfAny(parsed, Options);
            }
        }
    }
}
