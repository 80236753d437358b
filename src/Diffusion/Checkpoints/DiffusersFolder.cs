using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Checkpoints.Inspection;
using SwiftDiffusion.Diffusion.Checkpoints.Naming;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>Opens a base model in diffusers' layout: a folder with one for each network.</summary>
internal static class DiffusersFolder
{
    /// <summary>The name that diffusers gives to the weights of its own networks.</summary>
    public const string WeightsStem = "diffusion_pytorch_model";

    private const string TextEncoderStem = "model", ConfigName = "config.json";

    private static readonly string[] Needed = ["unet", "vae", "scheduler"];
    private static readonly string[] TextEncoderNames = ["text_encoder", "text_encoder_2"];

    /// <summary>The networks that a folder lacks; empty for a whole base model.</summary>
    public static IReadOnlyList<string> Missing(string path) =>
    [
        .. Needed.Where(name => !Directory.Exists(Path.Combine(path, name))),
        .. TextEncoderNames.Any(name => Directory.Exists(Path.Combine(path, name))) ? [] : TextEncoderNames[..1],
    ];

    public static Checkpoint Open(string path, OpenFiles files)
    {
        CheckLayout(path);
        var index = ModelIndex.Read(path);
        var unet = PartFactory.UNet(Config(path, "unet"), ConfigPath(path, "unet"), TensorView.Of(WeightFiles.Open(Path.Combine(path, "unet"), WeightsStem, files)));
        var family = PartsCheck.FamilyOf(unet.Config.Trunk);
        return new Checkpoint(files)
        {
            Path = path,
            Family = family,
            SchedulerConfig = JsonFile.Read(Path.Combine(path, "scheduler", "scheduler_config.json")),
            TextEncoders = [.. TextEncoderNames.Where(name => Directory.Exists(Path.Combine(path, name))).Select(name => TextEncoder(path, name, files))],
            UNet = unet,
            Vae = OpenVae(Path.Combine(path, "vae"), files),
            ForceZerosForEmptyPrompt = index.ForceZerosForEmptyPrompt ?? family == ModelFamily.StableDiffusionXL,
        };
    }

    /// <summary>Opens a VAE's folder.</summary>
    public static CheckpointPart<VaeConfig> OpenVae(string folder, OpenFiles files)
    {
        var path = Path.Combine(folder, ConfigName);
        return PartFactory.Vae(JsonFile.Read(path), path, ModuleMap.View(WeightFiles.Open(folder, WeightsStem, files), "", OriginalVaeNames.MapDiffusers));
    }

    /// <summary>Opens a ControlNet's folder.</summary>
    public static CheckpointPart<ControlNetConfig> OpenControlNet(string folder, OpenFiles files)
    {
        var path = Path.Combine(folder, ConfigName);
        return PartFactory.ControlNet(JsonFile.Read(path), path, TensorView.Of(WeightFiles.Open(folder, WeightsStem, files)));
    }

    private static CheckpointPart<ClipTextConfig> TextEncoder(string path, string name, OpenFiles files)
    {
        var tensors = ClipNames.Transformers(WeightFiles.Open(Path.Combine(path, name), TextEncoderStem, files));
        var tokenizer = Path.Combine(path, name.Replace("text_encoder", "tokenizer", StringComparison.Ordinal));
        return PartFactory.TextEncoder(name, Config(path, name), ConfigPath(path, name), tensors, Directory.Exists(tokenizer) ? tokenizer : null);
    }

    private static string ConfigPath(string path, string part) => Path.Combine(path, part, ConfigName);

    private static JsonElement Config(string path, string part) => JsonFile.Read(ConfigPath(path, part));

    private static void CheckLayout(string path)
    {
        if (Missing(path) is [var missing, ..])
        {
            throw new CheckpointException(path, $"a base model in diffusers' layout has a folder '{missing}', and this has none; {FolderKinds.Describe(path)}.");
        }
    }
}
