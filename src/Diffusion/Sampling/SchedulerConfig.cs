namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Everything a sampler needs to know, after the model's file, the class defaults and the request's choice have been put together.</summary>
internal sealed record SchedulerConfig
{
    public required SamplerKind Kind { get; init; }

    /// <summary>T: how many noise levels the model was trained on.</summary>
    public int TrainTimesteps { get; init; } = 1000;

    public double BetaStart { get; init; } = 0.00085;

    public double BetaEnd { get; init; } = 0.012;

    public BetaSchedule BetaSchedule { get; init; } = BetaSchedule.ScaledLinear;

    /// <summary>The betas themselves, T of them, instead of a schedule.</summary>
    public IReadOnlyList<float>? TrainedBetas { get; init; }

    /// <summary>Whether the schedule is stretched so that nothing of the picture is left at the last timestep (arXiv:2305.08891, algorithm 1).</summary>
    public bool ZeroTerminalSnr { get; init; }

    public PredictionType Prediction { get; init; }

    public TimestepSpacing Spacing { get; init; } = TimestepSpacing.Leading;

    /// <summary>Added to every timestep of the leading spacing.</summary>
    public int StepsOffset { get; init; }

    public SigmaSchedule Sigmas { get; init; }

    /// <summary>Smallest σ of the Karras, exponential and beta schedules; null for the model's own.</summary>
    public double? SigmaMin { get; init; }

    /// <summary>Largest σ of the Karras, exponential and beta schedules; null for the model's own.</summary>
    public double? SigmaMax { get; init; }

    /// <summary>Whether the last step ends at the model's smallest σ instead of at 0.</summary>
    public bool EndsAtSigmaMin { get; init; }

    /// <summary>Whether σ is spread evenly in the logarithm over the spaced timesteps' range, in N + 1 levels (Euler).</summary>
    public bool LogLinearSigmas { get; init; }

    /// <summary>Whether a v-predicting model is told ¼·ln σ instead of a timestep (Euler).</summary>
    public bool ContinuousTimesteps { get; init; }

    /// <summary>Whether the levels are even in λ, as the exponential schedule's, with rounded timesteps (DPM-Solver++).</summary>
    public bool UniformLambdas { get; init; }

    /// <summary>Timesteps with a λ below this are left out (DPM-Solver++).</summary>
    public double LambdaMin { get; init; } = double.NegativeInfinity;

    /// <summary>The predicted x₀ is clamped to ± this; null for not at all.</summary>
    public double? ClipRange { get; init; }

    /// <summary>Whether ᾱ past the first training timestep is 1; else it stays ᾱ₀ (DDIM, PNDM).</summary>
    public bool EndsAtAlphaOne { get; init; } = true;

    /// <summary>η of DDIM, 0 to 1.</summary>
    public double Eta { get; init; }

    /// <summary>Whether the posterior variance is β̃'s upper bound β (DDPM).</summary>
    public bool LargeVariance { get; init; }

    /// <summary>How many model outputs one step combines, 1 to 3 (DPM-Solver++, UniPC).</summary>
    public int SolverOrder { get; init; } = 2;

    public SolverType Solver { get; init; }

    /// <summary>Whether the last steps fall back to lower orders (DPM-Solver++ below 15 steps, UniPC always).</summary>
    public bool LowerOrderFinal { get; init; } = true;

    /// <summary>Whether the last step is of first order (DPM-Solver++).</summary>
    public bool EulerAtFinal { get; init; }

    /// <summary>Whether UniPC works on x₀ rather than on ε.</summary>
    public bool PredictsX0 { get; init; } = true;

    /// <summary>Steps after which UniPC does not correct.</summary>
    public IReadOnlyList<int> UncorrectedSteps { get; init; } = [];

    /// <summary>How many steps the consistency model was distilled with (LCM).</summary>
    public int OriginalSteps { get; init; } = 50;

    /// <summary>What timesteps are multiplied by in the boundary condition (LCM).</summary>
    public double TimestepScaling { get; init; } = 10;
}

/// <summary>How β grows over the training timesteps.</summary>
internal enum BetaSchedule
{
    Linear,

    /// <summary>Linear in √β: Stable Diffusion's.</summary>
    ScaledLinear,

    /// <summary>ᾱ is a squared cosine, β at most 0.999 (arXiv:2102.09672, equation 17).</summary>
    SquaredCosine,
}

/// <summary>What the network predicts.</summary>
internal enum PredictionType
{
    /// <summary>The noise ε.</summary>
    Epsilon,

    /// <summary>v = √ᾱ·ε − √(1−ᾱ)·x₀ (arXiv:2202.00512).</summary>
    V,

    /// <summary>The clean latent x₀.</summary>
    Sample,
}

/// <summary>The variants of the second-order solvers.</summary>
internal enum SolverType
{
    /// <summary>DPM-Solver++ with the midpoint rule.</summary>
    Midpoint,

    /// <summary>DPM-Solver++ with the exact integral of the linear term.</summary>
    Heun,

    /// <summary>UniPC with B(h) = h.</summary>
    Bh1,

    /// <summary>UniPC with B(h) = eʰ − 1.</summary>
    Bh2,
}
