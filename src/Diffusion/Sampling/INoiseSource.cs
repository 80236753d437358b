namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>A stream of standard normal numbers. What is drawn depends on the seed and on the lengths drawn before, as with torch's generators.</summary>
internal interface INoiseSource
{
    /// <summary>Draws one tensor of noise.</summary>
    void Fill(Span<float> noise);
}
