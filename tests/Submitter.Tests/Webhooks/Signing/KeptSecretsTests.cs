using SwiftDiffusion.Submitter.Tests.Fakes;
using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Tests.Webhooks.Signing;

public sealed class KeptSecretsTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void Rotate_WithAnOverlap_SignsWithBothUntilItEnds()
    {
        var old = KeptSecrets.Create();
        var rotated = old.Rotate(TestFleet.Noon, Day);
        Assert.Equal([rotated.All[0].Secret, old.All[0].Secret], Texts(rotated, TestFleet.Noon));
        Assert.Equal([rotated.All[0].Secret, old.All[0].Secret], Texts(rotated, TestFleet.Noon + Day - TimeSpan.FromSeconds(1)));
        Assert.Equal([rotated.All[0].Secret], Texts(rotated, TestFleet.Noon + Day));
    }

    [Fact]
    public void Rotate_WithoutAnOverlap_EndsTheOldSecretAtOnce() => Assert.Single(KeptSecrets.Create().Rotate(TestFleet.Noon, TimeSpan.Zero).All);

    [Fact]
    public void Rotate_TwiceWithinTheOverlap_KeepsTheOldestOnlyAsLongAsItWas()
    {
        var first = KeptSecrets.Create();
        var second = first.Rotate(TestFleet.Noon, Day);
        var third = second.Rotate(TestFleet.Noon + (Day / 2), Day);
        Assert.Equal([third.All[0].Secret, second.All[0].Secret, first.All[0].Secret], Texts(third, TestFleet.Noon + (Day / 2)));
        Assert.Equal([third.All[0].Secret, second.All[0].Secret], Texts(third, TestFleet.Noon + Day));
        Assert.Equal([third.All[0].Secret], Texts(third, TestFleet.Noon + (2 * Day)));
    }

    [Fact]
    public void Deserialize_WhatWasSerialized_IsTheSame()
    {
        var secrets = KeptSecrets.Create().Rotate(TestFleet.Noon, Day);
        Assert.Equal(secrets.All, KeptSecrets.Deserialize(secrets.Serialize()).All);
    }

    private static IEnumerable<string> Texts(KeptSecrets secrets, DateTimeOffset at) => secrets.At(at).Select(secret => secret.Text);
}
