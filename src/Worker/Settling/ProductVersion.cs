using System.Reflection;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>Versions that results tell.</summary>
internal static class ProductVersion
{
    /// <summary>The engine's.</summary>
    public static string Engine { get; } = typeof(StableDiffusionPipeline).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
