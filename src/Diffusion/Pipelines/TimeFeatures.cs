using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>What moves a network as a whole, one row for each time embedding: timesteps, and in some families sizes, pooled text or guidance.</summary>
internal sealed class TimeFeatures : IDisposable
{
    private TimeFeatures(NativeTensor<float> time, NativeTensor<float>? added, NativeTensor<float>? guidance, NativeTensor<float>? kinds)
    {
        (Time, Added, Guidance, Kinds) = (time, added, guidance, kinds);
    }

    /// <summary>Features of timesteps, <c>[rows, features]</c>.</summary>
    public NativeTensor<float> Time { get; }

    /// <summary>SDXL's pooled text and sizes, <c>[rows, features]</c>; null elsewhere.</summary>
    public NativeTensor<float>? Added { get; }

    /// <summary>Guidance of latent consistency models, <c>[rows, features]</c>; null elsewhere.</summary>
    public NativeTensor<float>? Guidance { get; }

    /// <summary>The kinds of a union ControlNet's pictures, <c>[rows, features]</c>; null elsewhere.</summary>
    public NativeTensor<float>? Kinds { get; }

    /// <summary>Rows for every timestep; for every timestep and image where images differ in their added conditions.</summary>
    /// <param name="trunk">The network's configuration.</param>
    /// <param name="timesteps">In the order of the calls.</param>
    /// <param name="added">Added conditions by image, see <see cref="AddedConditions"/>; null where the family has none.</param>
    /// <param name="guidance">Features of the guidance scale, see <see cref="GuidanceEmbedding"/>; null where the model takes none.</param>
    /// <param name="kinds">Features of kinds of pictures, see <see cref="UnionKinds"/>; null where the network takes none.</param>
    public static TimeFeatures Create(TrunkConfig trunk, IReadOnlyList<double> timesteps, float[][]? added = null, float[]? guidance = null, float[]? kinds = null)
    {
        var images = added?.Length ?? 1;
        var rows = timesteps.Count * images;
        var time = new NativeTensor<float>(rows, trunk.ModelChannels);
        for (var row = 0; row < rows; row++)
        {
            SinusoidalFeatures.Write(timesteps[row / images], Row(time, row), trunk.FlipSinToCos, trunk.FreqShift);
        }

        return new TimeFeatures(time, added is null ? null : Repeat(added, rows), guidance is null ? null : Repeat([guidance], rows), kinds is null ? null : Repeat([kinds], rows));
    }

    /// <summary>A row for each image, each at a timestep of its own: one call.</summary>
    public static TimeFeatures ForOneCall(TrunkConfig trunk, IReadOnlyList<double> timesteps, float[][]? added = null, float[][]? guidance = null)
    {
        using var each = Create(trunk, timesteps);
        var time = new NativeTensor<float>(timesteps.Count, trunk.ModelChannels);
        each.Time.Span.CopyTo(time.Span);
        return new TimeFeatures(time, added is null ? null : Repeat(added, added.Length), guidance is null ? null : Repeat(guidance, guidance.Length), null);
    }

    public void Dispose()
    {
        Time.Dispose();
        Added?.Dispose();
        Guidance?.Dispose();
        Kinds?.Dispose();
    }

    private static NativeTensor<float> Repeat(float[][] features, int rows)
    {
        var tensor = new NativeTensor<float>(rows, features[0].Length);
        for (var row = 0; row < rows; row++)
        {
            features[row % features.Length].CopyTo(Row(tensor, row));
        }

        return tensor;
    }

    private static Span<float> Row(NativeTensor<float> tensor, int row)
    {
        var width = (int)tensor.Shape[1];
        return tensor.Span.Slice(row * width, width);
    }
}
