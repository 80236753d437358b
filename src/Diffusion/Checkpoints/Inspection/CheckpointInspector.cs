using System.Text.Json;

namespace SwiftDiffusion.Diffusion.Checkpoints.Inspection;

/// <summary>Tells what a file or folder is without loading its weights.</summary>
public static class CheckpointInspector
{
    /// <summary>Inspects a safetensors file or a folder in diffusers' layout.</summary>
    /// <param name="path">The file or folder.</param>
    /// <exception cref="CheckpointException">
    /// There is nothing, or a file that is not safetensors. A model that lacks something is no error: see <see cref="CheckpointInspection.Problem"/>.
    /// </exception>
    public static CheckpointInspection Inspect(string path) => Directory.Exists(path) ? InspectFolder(path) : InspectFile(path);

    private static CheckpointInspection InspectFolder(string path)
    {
        var kind = FolderKinds.Of(path);
        using var files = new OpenFiles();
        TensorInfo[] tensors =
        [
            .. Directory.EnumerateDirectories(path).Prepend(path).Order(StringComparer.Ordinal).SelectMany(folder =>
                ((string[])[DiffusersFolder.WeightsStem, "model"]).Where(stem => WeightFiles.Exist(folder, stem)).SelectMany(stem => Tensors(folder, stem, files))),
        ];
        var inspection = Describe(path, kind, tensors) with { Missing = kind.Kind == CheckpointKind.BaseModel ? DiffusersFolder.Missing(path) : [] };
        return Open(inspection);
    }

    private static CheckpointInspection InspectFile(string path)
    {
        using var file = SafetensorsFile.Open(path);
        var kind = TensorKinds.Of(file);
        var inspection = Describe(path, kind, [.. file.Tensors.Values]);
        return kind.Kind switch
        {
            CheckpointKind.BaseModel => Open(inspection with { Missing = new SingleFileParts(file).Missing, Family = new SingleFileParts(file).Family }),
            CheckpointKind.Embedding => inspection with { Family = EmbeddingFamily(file) },
            _ => Open(inspection),
        };
    }

    private static IEnumerable<TensorInfo> Tensors(string folder, string stem, OpenFiles files)
    {
        try
        {
            return WeightFiles.Open(folder, stem, files).Tensors.Values;
        }
        catch (CheckpointException)
        {
            // Opening the whole tells what is wrong.
            return [];
        }
    }

    private static CheckpointInspection Describe(string path, DetectedKind kind, TensorInfo[] tensors)
    {
        // Weights are floating-point numbers; integers are buffers.
        TensorInfo[] weights = [.. tensors.Where(tensor => tensor.Type is ElementType.F32 or ElementType.F16 or ElementType.BF16 or ElementType.F64)];
        return new CheckpointInspection
        {
            Path = path,
            Kind = kind.Kind,
            Description = kind.Name,
            Family = ModelFamily.Unknown,
            Parameters = weights.Sum(tensor => tensor.Count),
            ElementTypes = CountTypes(weights),
        };
    }

    private static Dictionary<ElementType, long> CountTypes(IEnumerable<TensorInfo> weights) =>
        weights.GroupBy(tensor => tensor.Type).ToDictionary(group => group.Key, group => group.Sum(tensor => tensor.Count));

    /// <summary>Opens what can be opened by itself, for what only its structure tells and for what is wrong with it.</summary>
    private static CheckpointInspection Open(CheckpointInspection inspection)
    {
        try
        {
            return inspection.Kind switch
            {
                CheckpointKind.BaseModel => OpenBase(inspection),
                CheckpointKind.ControlNet => OpenControlNet(inspection),
                CheckpointKind.Vae => OpenVae(inspection),
                _ => inspection,
            };
        }
        catch (CheckpointException e)
        {
            return inspection with { Problem = e.Message };
        }
    }

    private static CheckpointInspection OpenBase(CheckpointInspection inspection)
    {
        using var checkpoint = Checkpoint.Open(inspection.Path);

        // Now it is known which tensors of the file belong to a network.
        ITensorSource[] parts = [.. checkpoint.TextEncoders.Select(encoder => encoder.Tensors), checkpoint.UNet.Tensors, checkpoint.Vae.Tensors];
        TensorInfo[] weights = [.. parts.SelectMany(part => part.Tensors.Values)];
        return inspection with
        {
            Parameters = weights.Sum(tensor => tensor.Count),
            ElementTypes = CountTypes(weights),
            Family = checkpoint.Family,
            InChannels = checkpoint.UNet.Config.Trunk.InChannels,
            PredictionType = PredictionType(checkpoint.SchedulerConfig),
        };
    }

    private static CheckpointInspection OpenControlNet(CheckpointInspection inspection)
    {
        using var checkpoint = ControlNetCheckpoint.Open(inspection.Path);
        return inspection with { Family = checkpoint.Family, InChannels = checkpoint.Config.Trunk.InChannels, ControlTypes = checkpoint.Config.Union?.ControlTypes };
    }

    private static CheckpointInspection OpenVae(CheckpointInspection inspection)
    {
        using var checkpoint = VaeCheckpoint.Open(inspection.Path);
        return inspection;
    }

    private static string PredictionType(JsonElement scheduler) =>
        scheduler.ValueKind == JsonValueKind.Object && scheduler.TryGetProperty("prediction_type", out var type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()!
            : Prediction.Epsilon;

    /// <summary>By the width of the words, where they are a published model's.</summary>
    private static ModelFamily EmbeddingFamily(SafetensorsFile file)
    {
        if (file.Tensors.ContainsKey("clip_g"))
        {
            return ModelFamily.StableDiffusionXL;
        }

        return file.Tensors.Values.Max(tensor => tensor.Shape is [.., var width] ? width : 0) switch
        {
            768 => ModelFamily.StableDiffusion1,
            1024 => ModelFamily.StableDiffusion2,
            _ => ModelFamily.Unknown,
        };
    }
}
