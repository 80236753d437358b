using System.Globalization;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>Parity with diffusers: every case of every area that the engine runs. Areas it does not run are counted in the report.</summary>
[Trait("Category", "Golden")]
public sealed class GoldenTests(GoldenReport report) : IClassFixture<GoldenReport>
{
    private static readonly Dictionary<string, IGoldenArea> Areas = GoldenAreas.All.ToDictionary(area => area.Name);

    public static TheoryData<int, string> Cases()
    {
        var data = new TheoryData<int, string>();
        foreach (var (index, golden) in GoldenSet.Cases.Index().Where(entry => Areas.ContainsKey(entry.Item.Area)))
        {
            data.Add(index, golden.ToString());
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_Case_WithinBar(int index, string name)
    {
        var golden = GoldenSet.Cases[index];
        var checks = report.Record(golden, () => [.. Areas[golden.Area].Run(golden)]);
        Assert.NotEmpty(checks);
        Assert.All(checks, check => Assert.True(check.Passed, string.Create(CultureInfo.InvariantCulture, $"{name}: {check.What} is off by {check.Error:g3}, allowed {check.Bar:g3}")));
    }
}
