namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>The areas that the engine runs.</summary>
internal static class GoldenAreas
{
    public static IReadOnlyList<IGoldenArea> All { get; } =
    [
        new ControlNetArea(),
        new LoraArea(),
        new NoiseArea(),
        new PipelineArea(),
        new PromptArea(),
        new SchedulerArea(),
        new SingleFileArea(),
        new TextArea(),
        new UNetArea(),
        new VaeArea(),
    ];
}
