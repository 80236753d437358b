using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

/// <summary>The model that ships, loaded once for the tests that share it.</summary>
public sealed class Postcards : IDisposable
{
    public static string Folder { get; } = Repository.PathOf("models/postcards/base");

    public StableDiffusionPipeline Pipeline { get; } = StableDiffusionPipeline.Load(Folder, TestDevices.Options);

    /// <summary>A picture of 64x64 in few steps.</summary>
    public static PaintRequest Small { get; } = new() { Prompt = "a red boat, a sun at sea", Width = 64, Height = 64, Steps = 3, GuidanceScale = 4 };

    public static Picture Edges(int size) => Grey(size, (x, y) => x == size / 2 || y == size / 2 ? byte.MaxValue : byte.MinValue);

    public static Picture Grey(int size, Func<int, int, byte> value)
    {
        var pixels = new byte[3 * size * size];
        for (var i = 0; i < size * size; i++)
        {
            pixels.AsSpan(3 * i, 3).Fill(value(i % size, i / size));
        }

        return new Picture(size, size, pixels);
    }

    internal Painting Paint(PaintRequest request, Action<PaintProgress>? progress = null) => PaintUntil(request, progress, TestContext.Current.CancellationToken);

    internal Painting PaintUntil(PaintRequest request, Action<PaintProgress>? progress, CancellationToken cancellation) =>
        Pipeline.Paint(Pipeline.Prepare(request), progress, cancellation);

    public void Dispose() => Pipeline.Dispose();
}
