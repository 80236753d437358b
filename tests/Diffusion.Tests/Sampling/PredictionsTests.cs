using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Sampling;


public sealed class PredictionsTests
{
    private const double Clean = 0.7;
    private const double Eps = -1.3;

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.3)]
    public void At_WhatEachTypePredicts_GivesCleanLatentAndNoise(double alpha)
    {
        var sigma = Math.Sqrt(1 - alpha * alpha);
        var x = alpha * Clean + sigma * Eps;
        var outputs = new[] { (PredictionType.Epsilon, Eps), (PredictionType.V, alpha * Eps - sigma * Clean), (PredictionType.Sample, Clean) };
        Assert.All(outputs, output =>
        {
            Assert.Equal(Clean, Predictions.Clean(output.Item1, alpha, sigma).At(x, output.Item2), 12);
            Assert.Equal(Eps, Predictions.Noise(output.Item1, alpha, sigma).At(x, output.Item2), 12);
        });
    }
}
