using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Text;

public sealed class PromptLanguageTests
{
    [Theory]
    [InlineData("normal text", "normal text*1")]
    [InlineData("an (important) word", "an *1|important*1.1| word*1")]
    [InlineData("a (red:1.3) house", "a *1|red*1.3| house*1")]
    [InlineData("a (red : 1.3 ) house", "a *1|red *1.3| house*1")]
    [InlineData("a (red:.5) house", "a *1|red*0.5| house*1")]
    [InlineData("a (red:-1) house", "a *1|red*-1| house*1")]
    [InlineData("a [red] house", "a *1|red*0.909091| house*1")]
    [InlineData("((red))", "red*1.21")]
    [InlineData("((red:1.2):1.5)", "red*1.8")]
    [InlineData("[[red]]", "red*0.826446")]
    [InlineData("(unbalanced", "unbalanced*1.1")]
    [InlineData("a [b (c", "a *1|b *0.909091|c*1")]
    [InlineData("unbalanced) and] 1:2", "unbalanced) and] 1:2*1")]
    [InlineData("at 12:30), (a:b) c", "at 12:30), *1|a:b*1.1| c*1")]
    [InlineData("(red:1.3", "red:1.3*1.1")]
    [InlineData("[red:1.3]", "red:1.3*0.909091")]
    [InlineData("(a][b)", "a]*1.1|b*1")]
    [InlineData("(a [b) c]", "a *1.1|b*1| c*0.909091")]
    [InlineData(@"\(literal\]", "(literal]*1")]
    [InlineData(@"\(a\) \[b\] \\ \c", @"(a) [b] \ c*1")]
    [InlineData("(unnecessary)(parens)", "unnecessaryparens*1.1")]
    [InlineData("a (((house:1.3)) [on] a (hill:0.5), sun, (((sky))).", "a *1|house*1.573| *1.1|on*1| a *1.1|hill*0.55|, sun, *1.1|sky*1.4641|.*1.1")]
    [InlineData("a BREAK b", "a *1|BREAK| b*1")]
    [InlineData("(a BREAK b:1.2)", "a *1.2|BREAK| b*1.2")]
    [InlineData("aBREAK break BREAKS", "aBREAK break BREAKS*1")]
    [InlineData("", "")]
    public void Parse_Prompt_GivesFragmentsWithWeights(string prompt, string expected) => Assert.Equal(expected, string.Join('|', PromptLanguage.Parse(prompt).Select(Show)));

    [Theory]
    [InlineData("(secret:1.2.3)", "the weight '1.2.3' is not a number.")]
    [InlineData("(secret:.)", "the weight '.' is not a number.")]
    [InlineData("(secret:1001)", "the weight 1001 is not from -1000 to 1000.")]
    [InlineData("((secret:900):900)", "the weight 810000 is not from -1000 to 1000.")]
    public void Parse_BrokenWeight_SaysSoWithoutTheText(string prompt, string problem)
    {
        var error = Assert.Throws<FormatException>(() => PromptLanguage.Parse(prompt));
        Assert.Equal(problem, error.Message);
    }

    [Fact]
    public void Parse_WeightBeyondDoubles_IsRefused() => Assert.Throws<FormatException>(() => PromptLanguage.Parse($"(a:{new string('9', 400)})"));

    [Fact]
    public void Parse_EscapedText_GivesTheText()
    {
        const string Alphabet = @"()[]\:,. ab1";
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var text = new string([.. Enumerable.Range(0, 1 + random.Next(30)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            var escaped = string.Concat(text.Select(character => @"()[]\".Contains(character, StringComparison.Ordinal) ? $@"\{character}" : $"{character}"));
            Assert.Equal(new PromptFragment(text, 1), Assert.Single(PromptLanguage.Parse(escaped)));
        }
    }

    [Fact]
    public void Parse_AnyBrackets_LosesNoWord()
    {
        const string Alphabet = "()[]:ab ,";
        var random = new Random(6);
        for (var i = 0; i < 300; i++)
        {
            var prompt = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => Alphabet[random.Next(Alphabet.Length)])]);
            Assert.Equal(Words(prompt), Words(string.Concat(PromptLanguage.Parse(prompt).Select(fragment => fragment.Text))));
        }

        static string Words(string text) => string.Concat(text.Where(character => character is 'a' or 'b' or ',' or ' '));
    }

    private static string Show(PromptFragment fragment) => fragment.IsBreak ? "BREAK" : $"{fragment.Text}*{fragment.Weight:0.######}";
}
