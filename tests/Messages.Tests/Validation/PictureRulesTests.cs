using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests.Validation;

public sealed class PictureRulesTests
{
    [Theory]
    [InlineData(null, null, null, "has none of blob, url and data; allowed is exactly one")]
    [InlineData("a.png", "https://a", null, "has blob and url of blob, url and data; allowed is exactly one")]
    [InlineData("a.png", "https://a", "AAAA", "has blob and url and data of blob, url and data; allowed is exactly one")]
    public void Check_PictureWithoutExactlyOnePlace_IsTold(string? blob, string? url, string? data, string problem)
    {
        var picture = new PictureReference { Blob = blob, Url = url, Data = data };
        Assert.Equal([new Violation("initImage", problem)], Check(picture));
        Assert.Equal([new Violation("controlNets[0].image", problem)], JobRules.Check(Samples.MinimalJob with { ControlNets = [new() { Name = "a", Image = picture }] }));
    }

    [Fact]
    public void Check_MaskWithoutPicture_IsTold()
    {
        var job = Samples.MinimalJob with { Mask = new() { Blob = "mask.png" } };
        Assert.Equal("mask", Assert.Single(JobRules.Check(job)).Field);
        Assert.Empty(JobRules.Check(job with { InitImage = new() { Blob = "a.png" } }));
    }

    [Fact]
    public void Check_BlobAmongTenants_IsToldSinceItMayBeAnothers() => Assert.Equal(
        [new Violation("initImage.blob", "is 'tenants/acme/jobs/1/0.png'; allowed is a key that doesn't begin with 'tenants/', which is kept for the store")],
        Check(new() { Blob = "tenants/acme/jobs/1/0.png" }));

    [Theory]
    [InlineData("https:///a")]
    [InlineData("https://")]
    [InlineData("https://a b/")]
    [InlineData("https://[::1")]
    [InlineData("HTTPS://a")]
    [InlineData("pictures/a.png")]
    [InlineData("file:///etc/passwd")]
    public void Check_UrlOfAnotherForm_IsTold(string url) =>
        Assert.Equal([new Violation("initImage.url", $"is '{url}'; allowed is an absolute https address")], Check(new() { Url = url }));

    [Fact]
    public void Check_UrlWithAPassword_IsToldWithoutIt()
    {
        var violation = Assert.Single(Check(new() { Url = "https://me:secret@a/" }));
        Assert.Equal("initImage.url", violation.Field);
        Assert.DoesNotContain("secret", violation.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_UrlAtItsLongest_IsAllowedAndOneLongerIsTold()
    {
        var longest = "https://a/".PadRight(2048, 'x');
        Assert.Empty(Check(new() { Url = longest }));
        Assert.Equal([new Violation("initImage.url", "has 2049 characters; allowed is 1 to 2048")], Check(new() { Url = longest + "x" }));
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(262_144, null)]
    [InlineData(262_145, "holds 262145 bytes; allowed is 1 to 262144")]
    [InlineData(262_147, "has 349532 characters; allowed is 1 to 349528")]
    public void Check_DataOfALength_IsAllowedUpTo256KiB(int bytes, string? problem) => Assert.Equal(
        problem is null ? [] : [new Violation("initImage.data", problem)], Check(new() { Data = Convert.ToBase64String(new byte[bytes]) }));

    [Theory]
    [InlineData("data:image/png;base64,AAAA")]
    [InlineData("AAA")]
    [InlineData("A-_A")]
    public void Check_DataThatIsNotBase64_IsToldWithoutIt(string data) => Assert.Equal(
        [new Violation("initImage.data", $"has {data.Length} characters that aren't base64; allowed is the file in base64 (RFC 4648), with padding")], Check(new() { Data = data }));

    private static IReadOnlyList<Violation> Check(PictureReference picture) => JobRules.Check(Samples.MinimalJob with { InitImage = picture });
}
