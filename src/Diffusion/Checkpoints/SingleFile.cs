using System.Text.Json;
using System.Text.Json.Nodes;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Checkpoints.Derived;
using SwiftDiffusion.Diffusion.Checkpoints.Inspection;
using SwiftDiffusion.Diffusion.Checkpoints.Layouts;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>Opens a base model from one file in LDM's (SD 1 and 2) or SGM's (SDXL) layout.</summary>
internal static class SingleFile
{
    public static Checkpoint Open(string path, CompanionFolder companion, OpenFiles files)
    {
        var file = files.Open(path);
        var kind = TensorKinds.Of(file);
        if (kind.Kind != CheckpointKind.BaseModel)
        {
            throw new CheckpointException(path, $"a base model is needed; this is {kind.Name}.");
        }

        var parts = new SingleFileParts(file);
        if (parts.Missing is [var missing, ..])
        {
            throw new CheckpointException(path, $"the file holds no {missing}; a base model has a unet, a vae and a text encoder.");
        }

        var prediction = Prediction.Of(file, parts.Family);
        var encoders = TextEncoders(parts, companion, path);
        var unet = UNet(parts, companion, path, encoders, SampleSize(file, parts.Family, prediction));
        var family = PartsCheck.FamilyOf(unet.Config.Trunk);
        return new Checkpoint(files)
        {
            Path = path,
            Family = family,
            SchedulerConfig = companion.Read(["scheduler", "scheduler_config.json"], path, () => PublishedSchedulers.For(family, prediction)).Json,
            TextEncoders = encoders,
            UNet = unet,
            Vae = Vae(parts, companion, path, family, (unet.Config.SampleSize ?? 64) * 8),
            ForceZerosForEmptyPrompt = ForceZeros(companion) ?? family == ModelFamily.StableDiffusionXL,
        };
    }

    private static CheckpointPart<ClipTextConfig>[] TextEncoders(SingleFileParts parts, CompanionFolder companion, string path) =>
        [.. parts.Encoders.Select((encoder, i) =>
        {
            var (suffix, tensors) = (i == 0 ? "" : $"_{i + 1}", parts.Encoder(i));
            var (json, origin) = companion.Read([$"text_encoder{suffix}", "config.json"], path, () => ToElement(ClipTextDerivation.Derive(tensors, encoder.IsOpenClip)));
            return PartFactory.TextEncoder($"text_encoder{suffix}", json, origin, tensors, companion.Folder($"tokenizer{suffix}"));
        })];

    private static CheckpointPart<UNetConfig> UNet(SingleFileParts parts, CompanionFolder companion, string path, CheckpointPart<ClipTextConfig>[] encoders, int sampleSize)
    {
        var tensors = parts.UNet();
        var pooled = encoders[^1].Tensors.Tensors.TryGetValue(ClipTextLayout.Projection, out var projection) ? (int)projection.Shape[0] : UNetDerivation.PublishedPooledWidth;
        var (json, origin) = companion.Read(["unet", "config.json"], path, () => ToElement(UNetDerivation.Derive(tensors, pooled, sampleSize)));
        return PartFactory.UNet(json, origin, tensors);
    }

    private static CheckpointPart<VaeConfig> Vae(SingleFileParts parts, CompanionFolder companion, string path, ModelFamily family, int sampleSize)
    {
        var tensors = parts.Vae();
        var scale = family == ModelFamily.StableDiffusionXL ? 0.13025 : 0.18215;
        var (json, origin) = companion.Read(["vae", "config.json"], path, () => ToElement(VaeDerivation.Derive(tensors, scale, sampleSize)));
        return PartFactory.Vae(json, origin, tensors);
    }

    private static bool? ForceZeros(CompanionFolder companion) =>
        companion.File(ModelIndex.FileName) is { } index ? ModelIndex.Parse(JsonFile.Read(index), index).ForceZerosForEmptyPrompt : null;

    /// <summary>Side of the latents that the model was trained on: an eighth of what the header says of pictures, or what is published for the family.</summary>
    private static int SampleSize(SafetensorsFile file, ModelFamily family, Prediction prediction)
    {
        if (file.Metadata.TryGetValue("modelspec.resolution", out var said) && int.TryParse(said.Split('x')[0], out var side) && side is >= 64 and <= 8192)
        {
            return side / 8;
        }

        return family switch
        {
            ModelFamily.StableDiffusionXL => 128,
            ModelFamily.StableDiffusion2 when prediction.Type == Prediction.Velocity => 96,
            _ => 64,
        };
    }

    private static JsonElement ToElement(JsonObject config) => JsonSerializer.SerializeToElement(config);
}
