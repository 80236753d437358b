using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Checkpoints.Layouts;
using SwiftDiffusion.Diffusion.Checkpoints.Naming;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>Makes parts of configurations and tensors, which are held against each other.</summary>
internal static class PartFactory
{
    public static CheckpointPart<UNetConfig> UNet(JsonElement json, string path, TensorView tensors)
    {
        var config = UNetConfig.Parse(json, path);
        LayoutCheck.Run("unet", tensors, UNetLayout.Of(config));
        return new CheckpointPart<UNetConfig>("unet", config, tensors);
    }

    public static CheckpointPart<VaeConfig> Vae(JsonElement json, string path, TensorView tensors)
    {
        var config = VaeConfig.Parse(json, path);
        LayoutCheck.Run("vae", tensors, VaeLayout.Of(config));
        return new CheckpointPart<VaeConfig>("vae", config, tensors);
    }

    public static CheckpointPart<ControlNetConfig> ControlNet(JsonElement json, string path, TensorView tensors)
    {
        var config = ControlNetConfig.Parse(json, path);
        LayoutCheck.Run("controlnet", tensors, ControlNetLayout.Of(config));
        return new CheckpointPart<ControlNetConfig>("controlnet", config, tensors);
    }

    public static CheckpointPart<ClipTextConfig> TextEncoder(string name, JsonElement json, string path, TensorView tensors, string? tokenizer)
    {
        var config = ClipTextConfig.Parse(json, path);

        // The weights tell whether there is a projection: the class name is in model_index.json at best.
        int? projection = tensors.Tensors.TryGetValue(ClipTextLayout.Projection, out var found) && found.Shape is [var width, _] ? (int)width
            : config.WithProjection ? config.ProjectionDim
            : null;
        LayoutCheck.Run(name, tensors, ClipTextLayout.Of(config, projection));
        return new CheckpointPart<ClipTextConfig>(name, config, tensors) { TokenizerFolder = tokenizer };
    }
}
