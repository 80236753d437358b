namespace SwiftDiffusion.Diffusion.Tests.Adapters;

/// <summary>Numbers that look random and are the same in every run.</summary>
internal static class Numbers
{
    /// <summary>From -1 to 1, by name.</summary>
    public static void Fill(string name, Span<float> values)
    {
        var state = 2166136261u;
        foreach (var letter in name)
        {
            state = (state ^ letter) * 16777619;
        }

        foreach (ref var value in values)
        {
            state = (state * 1664525) + 1013904223;
            value = ((state >> 8) / 8388608f) - 1;
        }
    }

    public static float[] Of(string name, long count)
    {
        var values = new float[count];
        Fill(name, values);
        return values;
    }
}
