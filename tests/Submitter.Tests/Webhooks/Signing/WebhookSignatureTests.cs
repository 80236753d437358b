using System.Text;
using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Tests.Webhooks.Signing;

public sealed class WebhookSignatureTests
{
    private static readonly WebhookSecret Secret = WebhookSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

    [Fact]
    public void Sign_TheExampleOfTheStandardsLibraries_GivesTheirSignature()
    {
        // From the tests of github.com/standard-webhooks/standard-webhooks/libraries, MIT.
        var signature = WebhookSignature.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), "{\"test\": 2432232314}"u8, [Secret]);
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public void Sign_WithTwoSecrets_GivesBothSignaturesTheNewestFirst()
    {
        var (at, newer) = (DateTimeOffset.FromUnixTimeSeconds(1614265330), WebhookSecret.Create());
        var both = WebhookSignature.Sign("a", at, "{}"u8, [newer, Secret]);
        Assert.Equal([WebhookSignature.Sign("a", at, "{}"u8, [newer]), WebhookSignature.Sign("a", at, "{}"u8, [Secret])], both.Split(' '));
    }

    [Theory]
    [InlineData("b", 1614265330, "{}")]
    [InlineData("a", 1614265331, "{}")]
    [InlineData("a", 1614265330, "{ }")]
    public void Sign_SomethingElse_GivesAnotherSignature(string id, long at, string body) => Assert.NotEqual(
        WebhookSignature.Sign("a", DateTimeOffset.FromUnixTimeSeconds(1614265330), "{}"u8, [Secret]),
        WebhookSignature.Sign(id, DateTimeOffset.FromUnixTimeSeconds(at), Encoding.UTF8.GetBytes(body), [Secret]));

    [Theory]
    [InlineData("")]
    [InlineData("a.b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("ä")]
    public void Sign_WithAnIdThatIsNone_Throws(string id) => Assert.Throws<ArgumentException>(() => WebhookSignature.Sign(id, default, "{}"u8, [Secret]));

    [Fact]
    public void Sign_WithoutASecret_Throws() => Assert.Throws<ArgumentException>(() => WebhookSignature.Sign("a", default, "{}"u8, []));
}
