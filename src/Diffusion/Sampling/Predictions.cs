namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Turns what the network predicts into x₀ or ε. All are linear in the latent x and the network's output m.</summary>
/// <param name="OfLatent">What x is multiplied by.</param>
/// <param name="OfOutput">What m is multiplied by.</param>
internal readonly record struct Predictions(double OfLatent, double OfOutput)
{
    public double At(double x, double m) => OfLatent * x + OfOutput * m;

    /// <summary>x₀ where x = α·x₀ + σ·ε.</summary>
    public static Predictions Clean(PredictionType type, double alpha, double sigma) => type switch
    {
        PredictionType.Epsilon => new(1 / alpha, -sigma / alpha),
        PredictionType.V => new(alpha, -sigma),
        _ => new(0, 1),
    };

    /// <summary>ε where x = α·x₀ + σ·ε.</summary>
    public static Predictions Noise(PredictionType type, double alpha, double sigma) => type switch
    {
        PredictionType.Epsilon => new(0, 1),
        PredictionType.V => new(sigma, alpha),
        _ => new(1 / sigma, -alpha / sigma),
    };
}
