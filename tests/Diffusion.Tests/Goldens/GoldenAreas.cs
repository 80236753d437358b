namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>The areas that the engine runs.</summary>
internal static class GoldenAreas
{
    public static IReadOnlyList<IGoldenArea> All { get; } =
    [
        new NoiseArea(),
        new SchedulerArea(),
    ];
}
