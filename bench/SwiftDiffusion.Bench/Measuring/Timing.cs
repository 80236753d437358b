using System.Diagnostics;

namespace SwiftDiffusion.Bench.Measuring;

/// <summary>Times pieces of work in turn, since the speed of a machine drifts.</summary>
internal static class Timing
{
    /// <summary>Seconds of one run.</summary>
    public static double Seconds(Action run)
    {
        var started = Stopwatch.GetTimestamp();
        run();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    /// <summary>Runs A B A B ..., after one run of each that isn't counted.</summary>
    /// <returns>For each round, the seconds of each piece.</returns>
    public static IReadOnlyList<double[]> InTurn(int rounds, params Action[] pieces)
    {
        foreach (var piece in pieces)
        {
            piece();
        }

        return [.. Enumerable.Range(0, rounds).Select(_ => pieces.Select(Seconds).ToArray())];
    }

    /// <summary>The middle value: one slow or lucky run does not move it.</summary>
    public static double Median(this IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
