using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>torch's CPU generator: draws of several lengths from one stream, in the order of their tensors' names.</summary>
internal sealed class NoiseArea : IGoldenArea
{
    public string Name => "noise";

    public IEnumerable<GoldenCheck> Run(GoldenCase golden)
    {
        var random = new TorchRandom(golden.Params.GetProperty("seed").GetUInt32());
        foreach (var draw in golden.TensorNames.Order(StringComparer.Ordinal))
        {
            var expected = golden.Floats(draw);
            var actual = new float[expected.Length];
            random.Fill(actual);
            yield return GoldenCheck.Equal(draw, expected, actual);
        }
    }
}
