using CsCheck;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Tests;

public sealed class JobIdTests
{
    [Fact]
    public void New_AnyTime_KeepsTheRulesForIds() => Gen.Long[0, 16_000_000_000_000].Sample(milliseconds =>
    {
        var id = JobId.New(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
        Assert.Matches("^[0-9a-v]{26}$", id);
        Assert.Empty(JobRules.Check(Samples.MinimalJob with { JobId = id }));
    });

    [Fact]
    public void New_OfALaterMillisecond_SortsLater() => Gen.Select(Gen.Long[0, 4_000_000_000_000], Gen.Long[1, 1_000_000_000]).Sample((start, later) =>
        Assert.True(string.CompareOrdinal(New(start), New(start + later)) < 0));

    [Fact]
    public void New_AtOneTime_IsUnique() => Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => JobId.New(Samples.Time)).Distinct().Count());

    private static string New(long milliseconds) => JobId.New(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
