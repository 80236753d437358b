namespace SwiftDiffusion.Bench.Fleet.Traffic;

/// <summary>How popular the items of a catalogue are, from the few shares that a paper gives: between two known ranks the share grows with the logarithm of the rank.</summary>
/// <param name="points">Rank and the share of all uses up to it, ascending; the last has share 1.</param>
internal sealed class CumulativeShares(params (int Rank, double Share)[] points)
{
    /// <summary>Draws an item: 0 is the most popular.</summary>
    public int Draw(Random random)
    {
        var u = random.NextDouble();
        var (rank, share) = (0, 0.0);
        foreach (var (nextRank, nextShare) in points)
        {
            if (u <= nextShare)
            {
                var within = (u - share) / (nextShare - share);
                var drawn = Math.Exp(Math.Log(rank + 1) + (within * (Math.Log(nextRank + 1) - Math.Log(rank + 1)))) - 1;
                return Math.Clamp((int)drawn, rank, nextRank - 1);
            }

            (rank, share) = (nextRank, nextShare);
        }

        return rank - 1;
    }
}
