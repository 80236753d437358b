using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


/// <summary>What each class of diffusers takes for a setting that its file leaves out, and which values are refused.</summary>
public sealed class SchedulerDefaultsTests
{
    [Theory]
    [InlineData(SamplerKind.Ddim, 0.0001, 0.02)]
    [InlineData(SamplerKind.Ddpm, 0.0001, 0.02)]
    [InlineData(SamplerKind.Pndm, 0.0001, 0.02)]
    [InlineData(SamplerKind.Euler, 0.0001, 0.02)]
    [InlineData(SamplerKind.EulerAncestral, 0.0001, 0.02)]
    [InlineData(SamplerKind.Heun, 0.00085, 0.012)]
    [InlineData(SamplerKind.DpmPlusPlus2M, 0.0001, 0.02)]
    [InlineData(SamplerKind.DpmPlusPlus2MSde, 0.0001, 0.02)]
    [InlineData(SamplerKind.UniPc, 0.0001, 0.02)]
    [InlineData(SamplerKind.Lcm, 0.00085, 0.012)]
    public void Read_NoBetas_TakesTheClassDefaults(SamplerKind kind, double start, double end)
    {
        var config = Read(kind);
        Assert.Equal((start, end, 1000), (config.BetaStart, config.BetaEnd, config.TrainTimesteps));
        Assert.Equal(kind == SamplerKind.Lcm ? BetaSchedule.ScaledLinear : BetaSchedule.Linear, config.BetaSchedule);
        Assert.Equal(PredictionType.Epsilon, config.Prediction);
    }

    [Theory]
    [InlineData(SamplerKind.Ddim, TimestepSpacing.Leading)]
    [InlineData(SamplerKind.Ddpm, TimestepSpacing.Leading)]
    [InlineData(SamplerKind.Pndm, TimestepSpacing.Leading)]
    [InlineData(SamplerKind.Euler, TimestepSpacing.Linspace)]
    [InlineData(SamplerKind.EulerAncestral, TimestepSpacing.Linspace)]
    [InlineData(SamplerKind.Heun, TimestepSpacing.Linspace)]
    [InlineData(SamplerKind.DpmPlusPlus2M, TimestepSpacing.Linspace)]
    [InlineData(SamplerKind.UniPc, TimestepSpacing.Linspace)]
    public void Read_NoSpacing_TakesTheClassDefault(SamplerKind kind, TimestepSpacing spacing) => Assert.Equal(spacing, Read(kind).Spacing);

    [Theory]
    [InlineData(SamplerKind.Ddim, 1.0)]
    [InlineData(SamplerKind.Ddpm, 1.0)]
    [InlineData(SamplerKind.Heun, null)]
    [InlineData(SamplerKind.Lcm, null)]
    public void Read_NoClipSample_TakesTheClassDefault(SamplerKind kind, double? range) => Assert.Equal(range, Read(kind).ClipRange);

    [Theory]
    [InlineData(SamplerKind.Ddim, true)]
    [InlineData(SamplerKind.Pndm, false)]
    public void Read_NoSetAlphaToOne_TakesTheClassDefault(SamplerKind kind, bool expected) => Assert.Equal(expected, Read(kind).EndsAtAlphaOne);

    [Fact]
    public void Read_NoSolverSettings_TakesTheClassDefaults()
    {
        var (dpm, unipc, lcm) = (Read(SamplerKind.DpmPlusPlus2M), Read(SamplerKind.UniPc), Read(SamplerKind.Lcm));
        Assert.Equal((2, SolverType.Midpoint, true, false), (dpm.SolverOrder, dpm.Solver, dpm.LowerOrderFinal, dpm.EulerAtFinal));
        Assert.Equal((2, SolverType.Bh2, true, true), (unipc.SolverOrder, unipc.Solver, unipc.LowerOrderFinal, unipc.PredictsX0));
        Assert.Equal((50, 10), (lcm.OriginalSteps, lcm.TimestepScaling));
    }

    // Each class reads the other's solver types as its own default.
    [Theory]
    [InlineData(SamplerKind.DpmPlusPlus2M, "bh2", SolverType.Midpoint)]
    [InlineData(SamplerKind.DpmPlusPlus2M, "heun", SolverType.Heun)]
    [InlineData(SamplerKind.UniPc, "midpoint", SolverType.Bh2)]
    [InlineData(SamplerKind.UniPc, "bh1", SolverType.Bh1)]
    internal void Read_SolverType_IsTheClasss(SamplerKind kind, string word, SolverType expected) => Assert.Equal(expected, Read(kind, $"\"solver_type\": \"{word}\"").Solver);

    [Fact]
    public void Read_InfiniteLambda_IsPythons() => Assert.Equal(double.NegativeInfinity, Read(SamplerKind.DpmPlusPlus2M, "\"lambda_min_clipped\": \"-Infinity\"").LambdaMin);

    [Theory]
    [InlineData("DDIMScheduler", "\"thresholding\": true", "'thresholding' is true; allowed is false or null")]
    [InlineData("DDIMScheduler", "\"clip_sample\": 1", "'clip_sample' is 1; allowed is true or false")]
    [InlineData("DDIMScheduler", "\"clip_sample_range\": -1", "'clip_sample_range' is -1; allowed is a number from 0 to ")]
    [InlineData("DDIMScheduler", "\"num_train_timesteps\": 1", "'num_train_timesteps' is 1; allowed is a whole number from 2 to 1000000")]
    [InlineData("DDIMScheduler", "\"num_train_timesteps\": \"1000\"", "'num_train_timesteps' is \"1000\"; allowed is a whole number from 2 to 1000000")]
    [InlineData("DDIMScheduler", "\"beta_start\": 0", "'beta_start' is 0; allowed is a number from 1e-07 to 0.9999")]
    [InlineData("DDIMScheduler", "\"beta_end\": 1", "'beta_end' is 1; allowed is a number from 1e-07 to 0.9999")]
    [InlineData("DDIMScheduler", "\"beta_schedule\": \"sigmoid\"", "'beta_schedule' is \"sigmoid\"; allowed is \"linear\", \"scaled_linear\", \"squaredcos_cap_v2\"")]
    [InlineData("DDIMScheduler", "\"trained_betas\": [0.1, 0.2]", "'trained_betas' is [0.1, 0.2]; allowed is a list of 1000 numbers from 1e-07 to 0.9999")]
    [InlineData("DDIMScheduler", "\"timestep_spacing\": \"even\"", "'timestep_spacing' is \"even\"; allowed is \"leading\", \"trailing\", \"linspace\"")]
    [InlineData("DDIMScheduler", "\"steps_offset\": -1", "'steps_offset' is -1; allowed is a whole number from 0 to 1000")]
    [InlineData("DDIMScheduler", "\"prediction_type\": \"flow_prediction\"", "'prediction_type' is \"flow_prediction\"; allowed is \"epsilon\", \"v_prediction\", \"sample\"")]
    [InlineData("DDPMScheduler", "\"variance_type\": \"learned_range\"", "'variance_type' is \"learned_range\"; allowed is \"fixed_small\", \"fixed_small_log\", \"fixed_large\"")]
    [InlineData("PNDMScheduler", "\"skip_prk_steps\": true, \"prediction_type\": \"sample\"", "'prediction_type' is \"sample\"; allowed is \"epsilon\", \"v_prediction\"")]
    [InlineData("PNDMScheduler", "\"skip_prk_steps\": true, \"rescale_betas_zero_snr\": true", "'rescale_betas_zero_snr' is true; allowed is false or null")]
    [InlineData("EulerAncestralDiscreteScheduler", "\"prediction_type\": \"sample\"", "'prediction_type' is \"sample\"; allowed is \"epsilon\", \"v_prediction\"")]
    [InlineData("HeunDiscreteScheduler", "\"prediction_type\": \"sample\"", "'prediction_type' is \"sample\"; allowed is \"epsilon\", \"v_prediction\"")]
    [InlineData("EulerDiscreteScheduler", "\"use_karras_sigmas\": true, \"use_beta_sigmas\": true", "'use_beta_sigmas' is true; allowed is false where another schedule of sigmas is true")]
    [InlineData("EulerDiscreteScheduler", "\"interpolation_type\": \"cubic\"", "'interpolation_type' is \"cubic\"; allowed is \"linear\", \"log_linear\"")]
    [InlineData("EulerDiscreteScheduler", "\"timestep_type\": \"random\"", "'timestep_type' is \"random\"; allowed is \"discrete\", \"continuous\"")]
    [InlineData("EulerDiscreteScheduler", "\"sigma_min\": 0", "'sigma_min' is 0; allowed is a number from ")]
    [InlineData("EulerDiscreteScheduler", "\"final_sigmas_type\": \"half\"", "'final_sigmas_type' is \"half\"; allowed is \"zero\", \"sigma_min\"")]
    [InlineData("DPMSolverMultistepScheduler", "\"solver_order\": 4", "'solver_order' is 4; allowed is a whole number from 1 to 3")]
    [InlineData("DPMSolverMultistepScheduler", "\"use_flow_sigmas\": true", "'use_flow_sigmas' is true; allowed is false or null")]
    [InlineData("DPMSolverMultistepScheduler", "\"use_lu_lambdas\": true, \"use_karras_sigmas\": true", "'use_lu_lambdas' is true; allowed is false where another schedule of sigmas is true")]
    [InlineData("DPMSolverMultistepScheduler", "\"variance_type\": \"learned\"", "'variance_type' is \"learned\"; allowed is ")]
    [InlineData("UniPCMultistepScheduler", "\"predict_x0\": false", "'predict_x0' is false; allowed is true where 'final_sigmas_type' is \"zero\"")]
    [InlineData("UniPCMultistepScheduler", "\"lower_order_final\": false", "'lower_order_final' is false; allowed is true where 'final_sigmas_type' is \"zero\"")]
    [InlineData("UniPCMultistepScheduler", "\"disable_corrector\": \"first\"", "'disable_corrector' is \"first\"; allowed is a list of whole numbers")]
    [InlineData("LCMScheduler", "\"original_inference_steps\": 0", "'original_inference_steps' is 0; allowed is a whole number from 1 to 1000")]
    public void Read_ValueWeDoNotDo_IsRefusedByNameWithWhatIsAllowed(string className, string settings, string problem)
    {
        var error = Assert.Throws<CheckpointException>(() => Files.Of(className, settings).Resolve());
        Assert.StartsWith(problem, error.Problem, StringComparison.Ordinal);
    }

    private static SchedulerConfig Read(SamplerKind kind, string settings = "") => Files.Of(null, settings).Resolve(new SamplerChoice(kind));
}
