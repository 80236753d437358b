using System.Text.Json;
using System.Text.Json.Nodes;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>The scheduler_config.json that is published with each family, for files that bring none.</summary>
internal static class PublishedSchedulers
{
    /// <summary>Writes the file's content.</summary>
    /// <param name="family">Of the base model.</param>
    /// <param name="prediction">What the UNet predicts.</param>
    public static JsonElement For(ModelFamily family, Prediction prediction)
    {
        var config = new JsonObject
        {
            ["_class_name"] = family switch
            {
                ModelFamily.StableDiffusionXL => "EulerDiscreteScheduler",
                // PNDM, published with SD 1, cannot start from pure noise.
                ModelFamily.StableDiffusion1 when !prediction.ZeroTerminalSnr => "PNDMScheduler",
                _ => "DDIMScheduler",
            },
            ["beta_start"] = 0.00085,
            ["beta_end"] = 0.012,
            ["beta_schedule"] = "scaled_linear",
            ["num_train_timesteps"] = 1000,
            ["steps_offset"] = 1,
            ["timestep_spacing"] = prediction.ZeroTerminalSnr ? "trailing" : "leading",
            ["prediction_type"] = prediction.Type,
        };
        switch (family)
        {
            case ModelFamily.StableDiffusionXL:
                config["interpolation_type"] = "linear";
                config["use_karras_sigmas"] = false;
                break;
            case ModelFamily.StableDiffusion1 when !prediction.ZeroTerminalSnr:
                (config["set_alpha_to_one"], config["skip_prk_steps"]) = (false, true);
                break;
            default:
                (config["set_alpha_to_one"], config["clip_sample"]) = (false, false);
                break;
        }

        if (prediction.ZeroTerminalSnr)
        {
            config["rescale_betas_zero_snr"] = true;
        }

        return JsonSerializer.SerializeToElement(config);
    }
}
