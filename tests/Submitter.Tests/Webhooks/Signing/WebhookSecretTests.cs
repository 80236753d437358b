using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Tests.Webhooks.Signing;

public sealed class WebhookSecretTests
{
    [Fact]
    public void Create_Twice_GivesDifferentSecretsOfTheStandardsForm()
    {
        var (one, other) = (WebhookSecret.Create(), WebhookSecret.Create());
        Assert.NotEqual(one.Text, other.Text);
        Assert.StartsWith("whsec_", one.Text, StringComparison.Ordinal);
        Assert.Equal(32, Convert.FromBase64String(one.Text["whsec_".Length..]).Length);
        Assert.Equal(one.Key, WebhookSecret.Parse(one.Text).Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_c2hvcnQ=")]
    [InlineData("whsec_not base64 at all, is it")]
    public void Parse_SomethingElse_ThrowsWithoutRepeatingIt(string text)
    {
        var e = Assert.Throws<FormatException>(() => WebhookSecret.Parse(text));
        Assert.True(text.Length <= "whsec_".Length || !e.Message.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void ToString_OfASecret_DoesNotTellIt()
    {
        var secret = WebhookSecret.Create();
        Assert.DoesNotContain(secret.Text["whsec_".Length..], $"{secret} {new KeptSecret(secret.Text, null)} {new KeptSecrets([new KeptSecret(secret.Text, null)])}", StringComparison.Ordinal);
    }
}
