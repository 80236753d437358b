namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>A stream for each image of a batch: each fills its own slice, so that an image does not depend on the batch it is painted in.</summary>
internal sealed class PerImageNoise(IReadOnlyList<INoiseSource> images) : INoiseSource
{
    /// <summary>torch's CPU generator for each image: image i is seeded with <paramref name="seed"/> + i, modulo 2³².</summary>
    public static PerImageNoise FromSeed(uint seed, int images)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(images);
        return new([.. Enumerable.Range(0, images).Select(i => new TorchRandom(unchecked(seed + (uint)i)))]);
    }

    public void Fill(Span<float> noise)
    {
        var (length, rest) = Math.DivRem(noise.Length, images.Count);
        if (rest != 0)
        {
            throw new ArgumentException($"A batch of {noise.Length} elements cannot be split evenly among {images.Count} images.", nameof(noise));
        }

        for (var i = 0; i < images.Count; i++)
        {
            images[i].Fill(noise.Slice(i * length, length));
        }
    }
}
