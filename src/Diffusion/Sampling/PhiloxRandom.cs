namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>The noise of torch on CUDA, from Philox4x32-10 (Salmon et al. 2011): what A1111 calls NV, and other tools draw by default.</summary>
/// <remarks>
/// Element i of draw number c comes from counter (c, 0, i, 0). This is what a card gives for tensors that its grid covers at once (at least some 100 000 elements), and
/// what the tools that imitate CUDA on the CPU give at any length.
/// </remarks>
internal sealed class PhiloxRandom(ulong seed) : INoiseSource
{
    private const float Unit = 2.3283064e-10f; // 2⁻³²
    private const float Turn = Unit * 6.2831855f;

    private uint draws;

    public void Fill(Span<float> noise)
    {
        for (var i = 0; i < noise.Length; i++)
        {
            var (g0, g1, _, _) = Rounds((draws, 0, (uint)i, 0), ((uint)seed, (uint)(seed >> 32)));
            var u = g0 * Unit + Unit / 2;
            var theta = g1 * Turn + Turn / 2;
            noise[i] = MathF.Sqrt(-2f * MathF.Log(u)) * MathF.Sin(theta);
        }

        draws++;
    }

    /// <summary>The ten rounds: 128 random bits for a counter and a key.</summary>
    internal static (uint X, uint Y, uint Z, uint W) Rounds((uint X, uint Y, uint Z, uint W) counter, (uint Low, uint High) key)
    {
        for (var round = 0; round < 10; round++)
        {
            var p0 = (ulong)counter.X * 0xD2511F53;
            var p1 = (ulong)counter.Z * 0xCD9E8D57;
            counter = ((uint)(p1 >> 32) ^ counter.Y ^ key.Low, (uint)p1, (uint)(p0 >> 32) ^ counter.W ^ key.High, (uint)p0);
            key = (key.Low + 0x9E3779B9, key.High + 0xBB67AE85);
        }

        return counter;
    }
}
