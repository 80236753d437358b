namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>The update rule of one run, with its history: from noise, or from a noised latent, to a clean one. Made by <see cref="Samplers"/>, used once.</summary>
/// <remarks>
/// The network is called once per entry of <see cref="Timesteps"/>, in order. Call i of a run is: <see cref="ScaleInput"/>, the network, <see cref="Step"/>. All spans of
/// a run are equally long and hold the whole batch.
/// </remarks>
internal interface ISampler
{
    /// <summary>What the network is told at each call: a training timestep, or between two of them; from noisy to clean.</summary>
    IReadOnlyList<double> Timesteps { get; }

    /// <summary>How many denoising steps a user would count; some take more than one call.</summary>
    int Steps { get; }

    /// <summary>The scale of the pure noise that a run begins with.</summary>
    double InitNoiseSigma { get; }

    /// <summary>The step, from 0, that a call belongs to.</summary>
    int StepOf(int call);

    /// <summary>Writes what the network gets to see of <paramref name="x"/>.</summary>
    void ScaleInput(int call, ReadOnlySpan<float> x, Span<float> scaled);

    /// <summary>Moves <paramref name="x"/> on in place. <paramref name="noise"/> is drawn from once where the rule is stochastic at this call.</summary>
    /// <exception cref="InvalidOperationException">Calls do not come in order.</exception>
    void Step(int call, ReadOnlySpan<float> modelOutput, Span<float> x, INoiseSource noise);

    /// <summary>Turns a clean latent into one of the noise level that <paramref name="call"/> starts at, in place.</summary>
    void AddNoise(int call, ReadOnlySpan<float> noise, Span<float> x);

    /// <summary>Turns a clean latent into one that the run can start from, in place.</summary>
    void AddNoise(ReadOnlySpan<float> noise, Span<float> x) => AddNoise(0, noise, x);
}
