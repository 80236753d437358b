using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Text;

public sealed class EmphasisTests
{
    [Fact]
    public void Apply_WeightsOfOne_ChangesNothing()
    {
        float[] states = [0.1f, -0.3f, 7, 1e-20f];
        var same = states.ToArray();
        Emphasis.Apply(same, [1, 1]);
        Assert.Equal(states, same);
    }

    [Fact]
    public void Apply_Weights_KeepsTheMeanAndTheProportions()
    {
        var random = new Random(3);
        var states = Enumerable.Range(0, 5 * 8).Select(_ => random.NextSingle() + 0.1f).ToArray();
        float[] weights = [1, 1.3f, 0.5f, -0.2f, 1];
        var weighed = states.ToArray();
        Emphasis.Apply(weighed, weights);
        Assert.Equal(states.Average(), weighed.Average(), 5);
        for (var i = 0; i < states.Length; i++)
        {
            Assert.Equal(weights[i / 8], weighed[i] / weighed[0] * states[0] / states[i], 4);
        }
    }

    [Fact]
    public void Apply_MeanThatVanishes_StaysFinite()
    {
        float[] states = [1, 1, 1, 1];
        Emphasis.Apply(states, [1, -1]);
        Assert.Equal([1, 1, -1, -1], states);
    }
}
