namespace SwiftDiffusion.Diffusion.Checkpoints.Derived;

/// <summary>What shapes do not tell and all published models have in common; for sizes that no published model has, the nearest number that works.</summary>
internal static class PublishedSizes
{
    private const int NormGroups = 32, HeadWidth = 64, Heads = 8;

    /// <summary>Groups of every group norm.</summary>
    public static int GroupsOf(IEnumerable<int> channels) => channels.Aggregate(NormGroups, GreatestCommonDivisor);

    /// <summary>Heads as SD 1 counts them: 8 everywhere.</summary>
    public static int FixedHeads(IEnumerable<int> channels) => channels.Aggregate(Heads, GreatestCommonDivisor);

    /// <summary>Heads as everyone else counts them: 64 channels each.</summary>
    public static int HeadsOf(int channels)
    {
        var heads = Math.Max(1, channels / HeadWidth);
        while (channels % heads != 0)
        {
            heads--;
        }

        return heads;
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
