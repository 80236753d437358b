namespace SwiftDiffusion.Storage.Tests;

public sealed class BlobKeyTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("jobs/01j5/0.png")]
    [InlineData("A-b_c.9/x..y")]
    public void New_OfAName_KeepsIt(string value) => Assert.Equal(value, new BlobKey(value).Value);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData(".hidden")]
    [InlineData("a/.hidden")]
    [InlineData("dot.")]
    [InlineData("dot./a")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("a?b")]
    [InlineData("a%2e")]
    [InlineData("ä")]
    [InlineData("a\0")]
    [InlineData("c:")]
    public void New_OfWhatIsNoName_IsRefused(string value)
    {
        var e = Assert.Throws<ArgumentException>(() => new BlobKey(value));
        Assert.StartsWith($"'{value}' is not a blob's name; allowed are", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void IsValid_AtTheLimits_TellsThemApart()
    {
        var segment = new string('k', BlobKey.MaxSegmentLength);
        Assert.True(BlobKey.IsValid(segment));
        Assert.False(BlobKey.IsValid(segment + "k"));
        var longest = string.Join('/', Enumerable.Repeat(segment, 4));
        Assert.Equal(BlobKey.MaxLength - 1, longest.Length);
        Assert.False(BlobKey.IsValid(longest + "/a"));
    }

    [Fact]
    public void Input_ThatLeadsOutOfATenantsBlobs_IsRefused() => Assert.Throws<ArgumentException>(() => JobBlobs.Input("acme", "../other/inputs/a.png"));

    [Theory]
    [InlineData("a/0.PNG", "image/png")]
    [InlineData("a/0.jpeg", "image/jpeg")]
    [InlineData("a/result.json", "application/json")]
    [InlineData("a.png/b", "application/octet-stream")]
    public void MediaType_OfAKey_GoesByItsExtension(string key, string expected) => Assert.Equal(expected, MediaTypes.Of(new(key)));
}
