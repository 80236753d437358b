using SwiftDiffusion.Submitter.Tenants;

namespace SwiftDiffusion.Submitter.Tests.Tenants;

public sealed class ApiKeyTests
{
    [Fact]
    public void TryParse_ANewKey_GivesItsIdAndHash()
    {
        var made = ApiKey.New();

        Assert.True(ApiKey.TryParse(made.Reveal(), out var read));
        Assert.Equal(made.Id, read.Id);
        Assert.True(read.Matches(made.Hash()));
    }

    [Fact]
    public void Matches_AnotherKeysHash_IsFalse()
    {
        Assert.False(ApiKey.New().Matches(ApiKey.New().Hash()));
        Assert.False(ApiKey.New().Matches([]));
    }

    [Fact]
    public void ToString_AKey_HidesItsSecret()
    {
        var key = ApiKey.New();
        var secret = key.Reveal()[^43..];

        Assert.Contains(key.Id, $"{key}", StringComparison.Ordinal);
        Assert.DoesNotContain(secret, $"{key}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sd_")]
    [InlineData("sd_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]     // a character short
    [InlineData("sd_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]   // one too many
    [InlineData("sd_0123456789ABCDEF_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]    // upper case
    [InlineData("sd_../../../../../x_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("sd_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA AA")]    // white space
    [InlineData("sk_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void TryParse_AnythingElse_IsNoKey(string? text) => Assert.False(ApiKey.TryParse(text, out _));
}
