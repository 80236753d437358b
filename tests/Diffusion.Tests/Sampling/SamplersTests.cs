using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


/// <summary>What holds for every sampler.</summary>
public sealed class SamplersTests
{
    private static readonly PredictionType[] Predictions = [PredictionType.Epsilon, PredictionType.V, PredictionType.Sample];

    public static TheoryData<SamplerKind, TimestepSpacing> Grids
    {
        get
        {
            var data = new TheoryData<SamplerKind, TimestepSpacing>();
            foreach (var kind in Enum.GetValues<SamplerKind>())
            {
                foreach (var spacing in Enum.GetValues<TimestepSpacing>())
                {
                    data.Add(kind, spacing);
                }
            }

            return data;
        }
    }

    public static TheoryData<SamplerKind> Kinds => new(Enum.GetValues<SamplerKind>());

    [Theory]
    [MemberData(nameof(Grids))]
    public void Step_PerfectModel_EndsAtTheCleanLatent(SamplerKind kind, TimestepSpacing spacing)
    {
        // PNDM combines outputs as they come: only ε is the same at every timestep, and only leading spacing tells the network the level that the latent has.
        var (told, predictions) = kind == SamplerKind.Pndm ? (TimestepSpacing.Leading, Predictions[..1]) : (spacing, Predictions);
        var clean = new[] { 0.5f, -1, 0, 0.75f };
        // Divisors of 1000: with others DDIM's last step, ⌊T/N⌋ down from a trailing timestep, ends short of the clean latent, as in diffusers.
        foreach (var steps in new[] { 1, 2, 4, 5, 20 })
        {
            foreach (var prediction in predictions)
            {
                var config = Walk.StableDiffusion(kind, told) with { EndsAtAlphaOne = true, Prediction = prediction };
                var x = Walk.OfPerfectModel(Samplers.Create(config, steps), prediction, clean, new TorchRandom(1));
                Assert.Equal(clean, x, (want, got) => Math.Abs(want - got) < 1e-4);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Grids))]
    public void Timesteps_AnySteps_FallFromStepToStep(SamplerKind kind, TimestepSpacing spacing)
    {
        foreach (var steps in new[] { 1, 2, 5, 20, 50 })
        {
            var sampler = Samplers.Create(Walk.StableDiffusion(kind, spacing), steps);
            var firsts = sampler.Timesteps.Where((_, call) => call == 0 || sampler.StepOf(call) != sampler.StepOf(call - 1)).ToArray();
            Assert.All(firsts.Zip(firsts.Skip(1)), pair => Assert.True(pair.Second < pair.First, $"{steps} steps go from {pair.First} to {pair.Second}"));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void StepOf_AllCalls_CountsEveryStepOnce(SamplerKind kind)
    {
        foreach (var (steps, strength) in new[] { (1, 1.0), (2, 1), (10, 1), (10, 0.3) })
        {
            var sampler = Samplers.Create(Walk.StableDiffusion(kind), steps, strength);
            var counted = sampler.Timesteps.Select((_, call) => sampler.StepOf(call)).ToArray();
            Assert.Equal(Enumerable.Range(0, sampler.Steps), counted.Distinct());
            Assert.Equal(counted.Order(), counted);
        }
    }

    // ⌊N·strength⌋, a product of doubles cut off, as diffusers does: 100·0.29 is a hair below 29.
    [Theory]
    [InlineData(10, 1, 10)]
    [InlineData(10, 0.75, 7)]
    [InlineData(100, 0.29, 28)]
    [InlineData(50, 0.02, 1)]
    public void Create_Strength_RunsTheLastSteps(int steps, double strength, int expected)
    {
        foreach (var kind in Enum.GetValues<SamplerKind>().Except([SamplerKind.Lcm]))
        {
            var (all, last) = (Samplers.Create(Walk.StableDiffusion(kind), steps), Samplers.Create(Walk.StableDiffusion(kind), steps, strength));
            Assert.Equal(expected, last.Steps);
            Assert.Equal(all.Timesteps.TakeLast(last.Timesteps.Count), last.Timesteps);
        }
    }

    [Theory]
    [InlineData(0, 1, "Steps", "0 is not from 1 to 1000, the model's training timesteps.")]
    [InlineData(-1, 1, "Steps", "-1 is not from 1 to 1000, the model's training timesteps.")]
    [InlineData(1001, 1, "Steps", "1001 is not from 1 to 1000, the model's training timesteps.")]
    [InlineData(10, 0, "Strength", "0 is not above 0 and at most 1.")]
    [InlineData(10, 1.01, "Strength", "1.01 is not above 0 and at most 1.")]
    [InlineData(10, double.NaN, "Strength", "NaN is not above 0 and at most 1.")]
    [InlineData(10, 0.09, "Strength", "0.09 of 10 steps is less than one step; take more of either.")]
    public void Create_NoStepToRun_NamesTheNumber(int steps, double strength, string setting, string problem)
    {
        var error = Assert.Throws<SamplingException>(() => Samplers.Create(Walk.StableDiffusion(SamplerKind.Euler), steps, strength));
        Assert.Equal((setting, problem), (error.Setting, error.Message));
    }

    [Theory]
    [InlineData(SamplerKind.Ddim)]
    [InlineData(SamplerKind.Ddpm)]
    [InlineData(SamplerKind.Lcm)]
    public void Create_NoSignalAndEpsilon_SaysWhatCan(SamplerKind kind)
    {
        var config = Walk.StableDiffusion(kind, TimestepSpacing.Trailing) with { ZeroTerminalSnr = true };
        var error = Assert.Throws<SamplingException>(() => Samplers.Create(config, 4));
        Assert.StartsWith($"{kind} begins where nothing of the picture is left (rescale_betas_zero_snr)", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, Samplers.Create(config with { Prediction = PredictionType.V }, 4).Steps);
    }
}
