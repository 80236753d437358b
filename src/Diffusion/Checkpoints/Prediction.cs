using System.Numerics.Tensors;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>What a single file's UNet predicts, as far as the file tells.</summary>
/// <param name="Type">As in scheduler_config.json.</param>
/// <param name="ZeroTerminalSnr">Whether it was trained down to pure noise.</param>
internal sealed record Prediction(string Type, bool ZeroTerminalSnr)
{
    public const string Epsilon = "epsilon", Velocity = "v_prediction";

    // A word of the Stability AI model metadata standard (https://github.com/Stability-AI/ModelSpec).
    private const string MetadataKey = "modelspec.prediction_type";

    /// <summary>Reads metadata and marker tensors; of SD 2, which has neither, it looks at a weight.</summary>
    /// <exception cref="CheckpointException">The model was trained in another framework of noise levels.</exception>
    public static Prediction Of(SafetensorsFile file, ModelFamily family)
    {
        if (file.Tensors.Keys.FirstOrDefault(name => name.StartsWith("edm_", StringComparison.Ordinal)) is { } marker)
        {
            throw new CheckpointException(file.Path, $"tensor '{marker}' marks a model of the EDM framework (Playground 2.5, CosXL), which is not supported.");
        }

        return new Prediction(TypeOf(file, family), file.Tensors.ContainsKey("ztsnr"));
    }

    private static string TypeOf(SafetensorsFile file, ModelFamily family)
    {
        if (file.Metadata.TryGetValue(MetadataKey, out var said))
        {
            return said switch
            {
                "epsilon" => Epsilon,
                "v" or Velocity => Velocity,
                _ => throw new CheckpointException(file.Path, $"the header's '{MetadataKey}' is '{said}'; supported are epsilon and v."),
            };
        }

        return file.Tensors.ContainsKey("v_pred") || (family == ModelFamily.StableDiffusion2 && LooksLikeVelocity(file)) ? Velocity : Epsilon;
    }

    /// <summary>
    /// SD 2.0 and 2.1 were published with either prediction and the same tensors. In those that predict velocity, the biases of the last transformer's first norm
    /// spread wider (ComfyUI's rule, comfy/supported_models.py). Inpainting models of SD 2 all predict noise.
    /// </summary>
    private static bool LooksLikeVelocity(SafetensorsFile file)
    {
        const double Threshold = 0.09;
        const string Part = ".1.transformer_blocks.0.norm1.bias";
        var blocks = SingleFileParts.UNetPrefix + "output_blocks.";
        var last = file.Tensors.Keys.Where(name => name.StartsWith(blocks, StringComparison.Ordinal) && name.EndsWith(Part, StringComparison.Ordinal))
            .MaxBy(name => int.TryParse(name[blocks.Length..^Part.Length], out var block) ? block : -1);
        return last is not null && file.Tensors.TryGetValue(SingleFileParts.UNetPrefix + "input_blocks.0.0.weight", out var first) && first.Shape is [_, 4, ..]
            && TensorPrimitives.StdDev<float>(file.ReadFloats(last)) > Threshold;
    }
}
