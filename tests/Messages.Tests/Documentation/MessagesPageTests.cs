using System.Text.RegularExpressions;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Messages.Tests.Documentation;

/// <summary>The tables of docs/api/messages.md are written from the records: set SWIFT_APPROVE=1 and run the tests to rewrite them.</summary>
public sealed partial class MessagesPageTests
{
    private static readonly string File = Repository.PathOf("docs/api/messages.md");

    [Fact]
    public void Page_ItsTables_AreThoseOfTheRecords()
    {
        var page = System.IO.File.ReadAllText(File);
        var written = Part().Replace(page, part =>
            $"<!-- {part.Groups["kind"]}: {part.Groups["name"]} -->\n{(part.Groups["kind"].Value == "words" ? FieldTable.WordsOf(part.Groups["name"].Value) : FieldTable.Of(part.Groups["name"].Value))}<!-- end -->");
        if (Environment.GetEnvironmentVariable("SWIFT_APPROVE") == "1")
        {
            System.IO.File.WriteAllText(File, written);
        }

        Assert.Equal(System.IO.File.ReadAllText(File), written);
    }

    [Fact]
    public void Page_EveryRecordWithFieldsOfItsOwn_HasATable()
    {
        var tables = Part().Matches(System.IO.File.ReadAllText(File)).Select(part => part.Groups["name"].Value).ToArray();
        Assert.Empty(FieldTable.Records.Except([.. tables, nameof(JobCancelled)]));
    }

    [Fact]
    public void Page_EverySamplerAndEvent_IsNamed()
    {
        var page = System.IO.File.ReadAllText(File);
        Assert.All([.. SamplerNames.Allowed, .. EventNames.All], name => Assert.Contains($"| `{name}`", page, StringComparison.Ordinal));
    }

    [GeneratedRegex("<!-- (?<kind>fields|words): (?<name>\\w+) -->\n(?:[^\n]*\n)*?<!-- end -->")]
    private static partial Regex Part();
}
