namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>MT19937 (Matsumoto and Nishimura, 1998), seeded with 32 bits as <c>std::mt19937</c> is.</summary>
internal sealed class MersenneTwister
{
    private const int Length = 624;
    private const int Shift = 397;

    private readonly uint[] state = new uint[Length];
    private int next = Length;

    public MersenneTwister(uint seed)
    {
        state[0] = seed;
        for (var j = 1; j < Length; j++)
        {
            state[j] = 1812433253u * (state[j - 1] ^ (state[j - 1] >> 30)) + (uint)j;
        }
    }

    /// <summary>The next 32 bits.</summary>
    public uint Next()
    {
        if (next == Length)
        {
            Twist();
            next = 0;
        }

        var y = state[next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680u;
        y ^= (y << 15) & 0xEFC60000u;
        return y ^ (y >> 18);
    }

    /// <summary>A double in [0, 1): 53 bits of two draws, the high half first.</summary>
    public double NextDouble()
    {
        var high = (ulong)Next();
        return (((high << 32) | Next()) & ((1UL << 53) - 1)) * (1.0 / (1UL << 53));
    }

    /// <summary>A float in [0, 1): the low 24 bits of one draw.</summary>
    public float NextSingle() => (Next() & 0xFFFFFF) * (1f / (1 << 24));

    private void Twist()
    {
        for (var j = 0; j < Length; j++)
        {
            var y = (state[j] & 0x80000000u) | (state[(j + 1) % Length] & 0x7FFFFFFFu);
            state[j] = state[(j + Shift) % Length] ^ (y >> 1) ^ ((y & 1) * 0x9908B0DFu);
        }
    }
}
