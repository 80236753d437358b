using System.Text;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Checkpoints;

public sealed class PythonJsonTests
{
    [Theory]
    [InlineData("""{"a": -Infinity, "b": [NaN, Infinity]}""", """{"a": "-Infinity", "b": ["NaN", "Infinity"]}""")]
    [InlineData("""{"Infinity": "-Infinity \" NaN", "b": 1}""", """{"Infinity": "-Infinity \" NaN", "b": 1}""")]
    [InlineData("""{"a": "\\", "b": NaN}""", """{"a": "\\", "b": "NaN"}""")]
    [InlineData("\"unfinished \\", "\"unfinished \\")]
    [InlineData("", "")]
    public void Quote_BareWords_BecomeStringsOutsideOfStrings(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(PythonJson.Quote(Encoding.UTF8.GetBytes(json)).Span));
}
