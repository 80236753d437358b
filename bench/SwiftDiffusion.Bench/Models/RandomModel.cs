using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Bench.Models;

/// <summary>Writes checkpoints of a family's full size with random weights, for speed and memory depend on shapes alone.</summary>
internal static class RandomModel
{
    private const string Scheduler = """
        {"_class_name":"DDIMScheduler","beta_end":0.012,"beta_schedule":"scaled_linear","beta_start":0.00085,"clip_sample":false,"num_train_timesteps":1000,
         "prediction_type":"epsilon","set_alpha_to_one":false,"steps_offset":1,"timestep_spacing":"leading"}
        """;

    /// <summary>A base model in diffusers' layout, half precision, written unless it is there already.</summary>
    /// <param name="family">Its structure.</param>
    /// <param name="cache">The folder for such models.</param>
    /// <returns>The model's folder.</returns>
    public static string Base(ModelFamily family, string cache)
    {
        var folder = Path.Combine(cache, family.Name);
        var done = Path.Combine(folder, "model_index.json");
        if (File.Exists(done))
        {
            return folder;
        }

        WritePart(folder, "unet", family.UNet, "diffusion_pytorch_model.safetensors", UNetWeights(Parse(family.UNet, UNetConfig.Parse)));
        WritePart(folder, "vae", family.Vae, "diffusion_pytorch_model.safetensors", VaeWeights(Parse(family.Vae, VaeConfig.Parse)));
        for (var e = 0; e < family.TextEncoders.Count; e++)
        {
            var config = Parse(family.TextEncoders[e], ClipTextConfig.Parse);
            WritePart(folder, e == 0 ? "text_encoder" : $"text_encoder_{e + 1}", family.TextEncoders[e], "model.safetensors", TextWeights(config));
        }

        Directory.CreateDirectory(Path.Combine(folder, "scheduler"));
        File.WriteAllText(Path.Combine(folder, "scheduler", "scheduler_config.json"), Scheduler);
        // Last, since it marks the model as complete.
        File.WriteAllText(done, $$"""{"_class_name":"{{(family.TextEncoders.Count > 1 ? "StableDiffusionXLPipeline" : "StableDiffusionPipeline")}}"}""");
        return folder;
    }

    /// <summary>A ControlNet for a family, written unless it is there already.</summary>
    /// <returns>The ControlNet's folder.</returns>
    public static string ControlNet(ModelFamily family, int number, string cache)
    {
        var folder = Path.Combine(cache, $"{family.Name}-controlnet-{number}");
        var weights = Path.Combine(folder, "diffusion_pytorch_model.safetensors");
        if (!File.Exists(weights))
        {
            var json = family.UNet.Replace("UNet2DConditionModel", "ControlNetModel", StringComparison.Ordinal);
            using var document = JsonDocument.Parse(json);
            var kept = document.RootElement.EnumerateObject().Where(property => property.Name is not ("center_input_sample" or "out_channels" or "sample_size" or "up_block_types"));
            json = JsonSerializer.Serialize(kept.ToDictionary(property => property.Name, property => property.Value));
            WritePart(cache, Path.GetFileName(folder), json, Path.GetFileName(weights), ControlNetWeights(Parse(json, ControlNetConfig.Parse)));
        }

        return folder;
    }

    /// <summary>A LoRA over every matrix of the UNet's transformers and of the text encoders, in kohya's names, written unless it is there already.</summary>
    /// <returns>The file.</returns>
    public static string Lora(ModelFamily family, int number, int rank, string cache)
    {
        var path = Path.Combine(cache, $"{family.Name}-lora-{number}.safetensors");
        if (!File.Exists(path))
        {
            var texts = family.TextEncoders.Select((json, e) => (Prefix: family.TextEncoders.Count == 1 ? "lora_te_" : $"lora_te{e + 1}_", Weights: TextWeights(Parse(json, ClipTextConfig.Parse))));
            var networks = texts.Append(("lora_unet_", UNetWeights(Parse(family.UNet, UNetConfig.Parse))));
            RandomSafetensors.Write(path, networks.SelectMany(network => network.Item2.Where(IsAdapted).SelectMany(weight => Factors(network.Item1, weight, rank))), seed: number);
        }

        return path;
    }

    private static bool IsAdapted(WeightSpec weight) => weight.Shape.Length > 1 && (weight.Name.Contains(".attentions.", StringComparison.Ordinal) || weight.Name.Contains(".layers.", StringComparison.Ordinal));

    private static WeightSpec[] Factors(string prefix, WeightSpec weight, int rank)
    {
        var module = prefix + weight.Name[..weight.Name.LastIndexOf('.')].Replace('.', '_');
        long[] kernel = weight.Shape[2..];
        return [new($"{module}.lora_down.weight", [rank, weight.Shape[1], .. kernel], []), new($"{module}.lora_up.weight", [weight.Shape[0], rank, .. kernel], [])];
    }

    private static T Parse<T>(string json, Func<JsonElement, string, T> parse)
    {
        using var document = JsonDocument.Parse(json);
        return parse(document.RootElement.Clone(), "random model");
    }

    private static IEnumerable<WeightSpec> UNetWeights(UNetConfig config)
    {
        var network = new UNet(config);
        return Weights(network.BuildEncoder(), network.BuildDecoder(), network.TimeEmbedding.Build("unet"), TextContext.Build("unet", network.CrossAttentions));
    }

    private static IEnumerable<WeightSpec> ControlNetWeights(ControlNetConfig config)
    {
        var network = new ControlNet(config);
        return Weights(network.BuildHint(), network.BuildBody(), network.TimeEmbedding.Build("controlnet"), TextContext.Build("controlnet", network.Trunk.CrossAttentions));
    }

    private static IEnumerable<WeightSpec> VaeWeights(VaeConfig config) => Weights(VaeEncoder.Build(config), VaeDecoder.Build(config));

    private static IEnumerable<WeightSpec> TextWeights(ClipTextConfig config)
    {
        var pooledWidth = config.WithProjection ? config.ProjectionDim : 0;
        return Weights(ClipTextEncoder.Build("text", config, pooledWidth)).Append(new WeightSpec(ClipTextEncoder.Vocabulary, [config.VocabSize, config.HiddenSize], []));
    }

    private static IEnumerable<WeightSpec> Weights(params OnnxModel[] models) => models.SelectMany(model => model.Weights).DistinctBy(weight => weight.Name);

    private static void WritePart(string root, string part, string config, string file, IEnumerable<WeightSpec> weights)
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, part)).FullName;
        File.WriteAllText(Path.Combine(folder, "config.json"), config);
        RandomSafetensors.Write(Path.Combine(folder, file), weights, seed: part.Length);
    }
}
