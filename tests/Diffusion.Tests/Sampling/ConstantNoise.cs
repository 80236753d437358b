using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


/// <summary>The same number every time, and a count of draws.</summary>
internal sealed class ConstantNoise(float value) : INoiseSource
{
    public int Draws { get; private set; }

    public void Fill(Span<float> noise)
    {
        noise.Fill(value);
        Draws++;
    }
}
