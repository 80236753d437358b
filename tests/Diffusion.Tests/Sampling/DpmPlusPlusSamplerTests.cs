using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class DpmPlusPlusSamplerTests
{
    private static readonly SchedulerConfig Config = Walk.StableDiffusion(SamplerKind.DpmPlusPlus2M, TimestepSpacing.Linspace);

    [Fact]
    public void Step_ToyModel_GivesReferenceValues() =>
        Near.Equal([2.4578838, 4.7031574, 7.1551242, 9.0552521, 9.9013739], Walk.OfToy(Samplers.Create(Config, 5)));

    [Fact]
    public void Step_KarrasAndToyModel_GivesReferenceValues()
    {
        var sampler = Samplers.Create(Config with { Sigmas = SigmaSchedule.Karras }, 5);
        Assert.Equal([999, 786, 427, 59, 0], sampler.Timesteps);
        Near.Equal([2.5891871, 6.9204655, 9.7642288, 9.5776186, 9.5537567], Walk.OfToy(sampler));
    }

    // Any order above the first takes a prediction of x₀ that is linear in λ without error.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Step_PredictionLinearInLambda_IsExact(int order)
    {
        var config = Config with { SolverOrder = order, Solver = SolverType.Heun, Prediction = PredictionType.Sample };
        var sampler = (DpmPlusPlusSampler)Samplers.Create(config, 20);
        var lambdas = sampler.Sigmas.Select(sigma => -Math.Log(sigma)).ToArray();
        var x = new[] { 1f };
        var ends = new List<float>();
        for (var call = 0; call < order; call++)
        {
            ends.Add(x[0]);
            sampler.Step(call, [(float)lambdas[call]], x, new ConstantNoise(0));
        }

        Near.Equal([Exact(ends[^1], lambdas[order - 1], lambdas[order])], x, relative: 1e-5);
    }

    [Fact]
    public void Step_Stochastic_DrawsAtEveryCallAndAddsNoneAtTheLast()
    {
        var config = Config with { Kind = SamplerKind.DpmPlusPlus2MSde };
        var (none, ones) = (new ConstantNoise(0), new ConstantNoise(1));
        var (quiet, noisy) = (Walk.OfPerfectModel(Samplers.Create(config, 5), PredictionType.Epsilon, [0.5f], none), Walk.OfPerfectModel(Samplers.Create(config, 5), PredictionType.Epsilon, [0.5f], ones));
        Assert.Equal(6, ones.Draws);
        Near.Equal([0.5, 0.5], [quiet[0], noisy[0]]);
    }

    // x/σ at λ₁ is that at λ₀ plus ∫ e^λ·λ dλ: arXiv:2211.01095, equation 8.
    private static double Exact(double x, double from, double to)
    {
        double Integral(double lambda) => Math.Exp(lambda) * (lambda - 1);
        return Sigma(to) * (x / Sigma(from) + Integral(to) - Integral(from));
    }

    private static double Sigma(double lambda) => 1 / Math.Sqrt(1 + Math.Exp(2 * lambda));
}
