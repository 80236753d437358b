using System.Globalization;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Bench.Fleet.Traffic;

/// <summary>The GenTD26 trace itself, from a file with the columns second, user, exec_seconds, checkpoint and loras (how many), among others.</summary>
/// <remarks>The trace names no LoRAs: a user's are drawn once, and used ever after. Its seconds of execution include loads, so waits come out a little long.</remarks>
internal static class GenTdTrace
{
    private static readonly CumulativeShares Loras = new((24, 0.301), (146, 0.498), (1105, 0.757), (3343, 1));

    /// <summary>Reads it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="rate">By how much its time is pressed together.</param>
    /// <param name="seed">Of what is drawn.</param>
    /// <exception cref="InvalidDataException">A column is missing.</exception>
    public static IReadOnlyList<FleetJob> Read(FileInfo file, double rate, int seed)
    {
        var lines = File.ReadAllLines(file.FullName);
        var columns = lines[0].Split(',');
        int Column(string name) => Array.IndexOf(columns, name) is >= 0 and var index ? index : throw new InvalidDataException($"{file.Name} has no column '{name}'; it has {lines[0]}.");
        var (second, user, seconds, checkpoint, loras) = (Column("second"), Column("user"), Column("exec_seconds"), Column("checkpoint"), Column("loras"));
        var random = new Random(seed);
        var favourites = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        return [.. lines.Skip(1).Select(line => line.Split(',')).Select(cells => new FleetJob(
            Number(cells[second]) / rate,
            cells[checkpoint],
            JobPriority.Normal,
            Number(cells[seconds]),
            Favourites(favourites, cells[user], (int)Number(cells[loras]), random),
            [])).OrderBy(job => job.Arrival)];
    }

    private static List<int> Favourites(Dictionary<string, List<int>> favourites, string user, int count, Random random)
    {
        favourites.TryAdd(user, []);
        var own = favourites[user];
        while (own.Count < count)
        {
            own.Add(Loras.Draw(random));
        }

        return own[..count];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
