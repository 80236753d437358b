namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>Reads a scheduler file as one class of diffusers 0.42 does: the settings that the class has, with its defaults for those left out.</summary>
internal static class SchedulerDefaults
{
    // Beyond these float32 has no signal or no noise left to divide by.
    private const double SmallestBeta = 1e-7;
    private const double LargestBeta = 0.9999;

    public static SchedulerConfig Read(SchedulerSettings file, SamplerKind kind)
    {
        var config = ReadTraining(file, kind);
        return kind switch
        {
            SamplerKind.Ddim => config with { EndsAtAlphaOne = file.Flag("set_alpha_to_one", true), ClipRange = Clip(file, true) },
            SamplerKind.Ddpm => config with { ClipRange = Clip(file, true), LargeVariance = ReadLargeVariance(file) },
            SamplerKind.Pndm => config with { EndsAtAlphaOne = file.Flag("set_alpha_to_one", false) },
            SamplerKind.Euler => ReadEuler(file, config),
            SamplerKind.Heun => config with { ClipRange = Clip(file, false), Sigmas = ReadSigmas(file) },
            SamplerKind.DpmPlusPlus2M or SamplerKind.DpmPlusPlus2MSde => ReadDpm(file, config),
            SamplerKind.UniPc => ReadUniPc(file, config),
            SamplerKind.Lcm => config with
            {
                ClipRange = Clip(file, false),
                OriginalSteps = file.Whole("original_inference_steps", 50, 1, config.TrainTimesteps),
                TimestepScaling = file.Number("timestep_scaling") ?? 10,
            },
            _ => config,
        };
    }

    private static SchedulerConfig ReadTraining(SchedulerSettings file, SamplerKind kind)
    {
        var latent = kind is SamplerKind.Heun or SamplerKind.Lcm;
        var leading = kind is SamplerKind.Ddim or SamplerKind.Ddpm or SamplerKind.Pndm or SamplerKind.Lcm;
        var steps = file.Whole("num_train_timesteps", 1000, 2, 1_000_000);
        RejectUnsupported(file, kind);
        return new SchedulerConfig
        {
            Kind = kind,
            TrainTimesteps = steps,
            BetaStart = file.Number("beta_start", SmallestBeta, LargestBeta) ?? (latent ? 0.00085 : 0.0001),
            BetaEnd = file.Number("beta_end", SmallestBeta, LargestBeta) ?? (latent ? 0.012 : 0.02),
            BetaSchedule = file.OneOf("beta_schedule", kind == SamplerKind.Lcm ? BetaSchedule.ScaledLinear : BetaSchedule.Linear,
                ("linear", BetaSchedule.Linear), ("scaled_linear", BetaSchedule.ScaledLinear), ("squaredcos_cap_v2", BetaSchedule.SquaredCosine)),
            TrainedBetas = file.Numbers("trained_betas", steps, SmallestBeta, LargestBeta),
            ZeroTerminalSnr = file.Flag("rescale_betas_zero_snr", false),
            Prediction = ReadPrediction(file, kind),
            Spacing = file.OneOf("timestep_spacing", leading ? TimestepSpacing.Leading : TimestepSpacing.Linspace,
                ("leading", TimestepSpacing.Leading), ("trailing", TimestepSpacing.Trailing), ("linspace", TimestepSpacing.Linspace)),
            StepsOffset = file.Whole("steps_offset", 0, 0, steps),
        };
    }

    private static void RejectUnsupported(SchedulerSettings file, SamplerKind kind)
    {
        switch (kind)
        {
            case SamplerKind.Ddim or SamplerKind.Ddpm or SamplerKind.Lcm:
                file.RejectOn("thresholding");
                break;
            case SamplerKind.DpmPlusPlus2M or SamplerKind.DpmPlusPlus2MSde or SamplerKind.UniPc:
                file.RejectOn("thresholding", "use_flow_sigmas", "use_dynamic_shifting", "solver_p", "shift_terminal");
                break;
            case SamplerKind.Pndm or SamplerKind.Heun:
                file.RejectOn("rescale_betas_zero_snr"); // These classes would walk the wrong schedule without a word.
                break;
        }
    }

    private static PredictionType ReadPrediction(SchedulerSettings file, SamplerKind kind) => kind switch
    {
        SamplerKind.Pndm or SamplerKind.EulerAncestral or SamplerKind.Heun => file.OneOf("prediction_type", PredictionType.Epsilon,
            ("epsilon", PredictionType.Epsilon), ("v_prediction", PredictionType.V)),
        _ => file.OneOf("prediction_type", PredictionType.Epsilon,
            ("epsilon", PredictionType.Epsilon), ("v_prediction", PredictionType.V), ("sample", PredictionType.Sample)),
    };

    private static double? Clip(SchedulerSettings file, bool absent)
    {
        var range = file.Number("clip_sample_range", 0) ?? 1;
        return file.Flag("clip_sample", absent) ? range : null;
    }

    private static bool ReadLargeVariance(SchedulerSettings file) =>
        file.OneOf("variance_type", false, ("fixed_small", false), ("fixed_small_log", false), ("fixed_large", true));

    private static SigmaSchedule ReadSigmas(SchedulerSettings file)
    {
        var chosen = SigmaSchedule.Timesteps;
        foreach (var (key, schedule) in new[]
        {
            ("use_karras_sigmas", SigmaSchedule.Karras), ("use_exponential_sigmas", SigmaSchedule.Exponential), ("use_beta_sigmas", SigmaSchedule.Beta),
        })
        {
            if (file.Flag(key, false))
            {
                chosen = chosen == SigmaSchedule.Timesteps ? schedule : throw file.Unsupported(key, "false where another schedule of sigmas is true");
            }
        }

        return chosen;
    }

    private static SchedulerConfig ReadEuler(SchedulerSettings file, SchedulerConfig config) => config with
    {
        Sigmas = ReadSigmas(file),
        SigmaMin = file.Number("sigma_min", double.Epsilon),
        SigmaMax = file.Number("sigma_max", double.Epsilon),
        EndsAtSigmaMin = EndsAtSigmaMin(file),
        LogLinearSigmas = file.OneOf("interpolation_type", false, ("linear", false), ("log_linear", true)),
        ContinuousTimesteps = file.OneOf("timestep_type", false, ("discrete", false), ("continuous", true)),
    };

    private static SchedulerConfig ReadDpm(SchedulerSettings file, SchedulerConfig config)
    {
        file.OneOf("variance_type", false, ("fixed_small", false), ("fixed_small_log", false), ("fixed_large", false), ("fixed_large_log", false));
        var lambdas = file.Flag("use_lu_lambdas", false);
        var sigmas = ReadSigmas(file);
        return config with
        {
            Sigmas = lambdas && sigmas != SigmaSchedule.Timesteps ? throw file.Unsupported("use_lu_lambdas", "false where another schedule of sigmas is true") : sigmas,
            UniformLambdas = lambdas,
            LambdaMin = file.Number("lambda_min_clipped", double.NegativeInfinity) ?? double.NegativeInfinity,
            EndsAtSigmaMin = EndsAtSigmaMin(file),
            SolverOrder = file.Whole("solver_order", 2, 1, 3),
            Solver = file.OneOf("solver_type", SolverType.Midpoint,
                ("midpoint", SolverType.Midpoint), ("heun", SolverType.Heun), ("logrho", SolverType.Midpoint), ("bh1", SolverType.Midpoint), ("bh2", SolverType.Midpoint)),
            LowerOrderFinal = file.Flag("lower_order_final", true),
            EulerAtFinal = file.Flag("euler_at_final", false),
        };
    }

    private static SchedulerConfig ReadUniPc(SchedulerSettings file, SchedulerConfig config)
    {
        var read = config with
        {
            Sigmas = ReadSigmas(file),
            SigmaMin = file.Number("sigma_min", double.Epsilon),
            SigmaMax = file.Number("sigma_max", double.Epsilon),
            EndsAtSigmaMin = EndsAtSigmaMin(file),
            SolverOrder = file.Whole("solver_order", 2, 1, 3),
            Solver = file.OneOf("solver_type", SolverType.Bh2,
                ("bh1", SolverType.Bh1), ("bh2", SolverType.Bh2), ("logrho", SolverType.Bh2), ("midpoint", SolverType.Bh2), ("heun", SolverType.Bh2)),
            LowerOrderFinal = file.Flag("lower_order_final", true),
            PredictsX0 = file.Flag("predict_x0", true),
            UncorrectedSteps = file.Wholes("disable_corrector"),
        };

        // A step to σ = 0 is infinitely long in λ: only the first order on x₀ survives it.
        return read switch
        {
            { EndsAtSigmaMin: false, PredictsX0: false } => throw file.Unsupported("predict_x0", "true where 'final_sigmas_type' is \"zero\""),
            { EndsAtSigmaMin: false, LowerOrderFinal: false, SolverOrder: > 1 } => throw file.Unsupported("lower_order_final", "true where 'final_sigmas_type' is \"zero\""),
            _ => read,
        };
    }

    private static bool EndsAtSigmaMin(SchedulerSettings file) => file.OneOf("final_sigmas_type", false, ("zero", false), ("sigma_min", true));
}
