using System.Globalization;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>Counts the outcomes by area; when SWIFT_GOLDENS_REPORT names a file, writes one line per area there.</summary>
public sealed class GoldenReport : IDisposable
{
    private readonly Dictionary<string, Outcome> areas = GoldenSet.Cases.GroupBy(golden => golden.Area).ToDictionary(group => group.Key, group => new Outcome(group.Count()));

    internal IReadOnlyList<GoldenCheck> Record(GoldenCase golden, Func<IReadOnlyList<GoldenCheck>> run)
    {
        var outcome = areas[golden.Area];
        outcome.Failed++; // Until it has passed: a case that throws has failed.
        var checks = run();
        outcome.Failed--;
        outcome.Add(checks);
        return checks;
    }

    public void Dispose()
    {
        var path = Environment.GetEnvironmentVariable("SWIFT_GOLDENS_REPORT");
        if (!string.IsNullOrEmpty(path))
        {
            File.WriteAllLines(path, areas.Select(area => $"{area.Key}: {area.Value}"));
        }
    }

    private sealed class Outcome(int cases)
    {
        private GoldenCheck? worst;

        public int Passed { get; private set; }

        public int Failed { get; set; }

        public void Add(IReadOnlyList<GoldenCheck> checks)
        {
            Passed += checks.All(check => check.Passed) ? 1 : 0;
            Failed += checks.All(check => check.Passed) ? 0 : 1;
            worst = checks.Append(worst).OfType<GoldenCheck>().MaxBy(check => check.Bar > 0 ? check.Error / check.Bar : check.Error);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{Passed} passed, {Failed} failed, {cases - Passed - Failed} not-run, worst-error {(worst is null ? "-" : $"{worst.Error:g3} of {worst.Bar:g3} allowed ({worst.What})")}");
    }
}
