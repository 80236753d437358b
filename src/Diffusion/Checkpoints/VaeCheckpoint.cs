using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Checkpoints.Derived;
using SwiftDiffusion.Diffusion.Checkpoints.Inspection;
using SwiftDiffusion.Diffusion.Checkpoints.Naming;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>The files of a VAE that takes the place of a base model's own.</summary>
internal sealed class VaeCheckpoint(string path, CheckpointPart<VaeConfig> part, OpenFiles files) : IDisposable
{
    private static readonly string[] Prefixes = ["first_stage_model.", "vae.", ""];

    /// <summary>The folder or file.</summary>
    public string Path => path;

    public VaeConfig Config => part.Config;

    /// <summary>Exactly those that the structure needs, under diffusers' names.</summary>
    public ITensorSource Tensors => part.Tensors;

    /// <summary>Opens a folder in diffusers' layout, or a single file in diffusers' or LDM's naming, and checks every tensor.</summary>
    /// <param name="path">The folder or file. A file's config.json is the one in the folder beside it of the same name, or for diffusers' own file name the one in its folder.</param>
    /// <param name="base">The VAE whose place it takes: what a file without configuration does not tell, above all the scaling factor, is as there. Null means as in SD 1.</param>
    /// <exception cref="CheckpointException">The VAE is missing, broken, something else, or of a structure that is not supported.</exception>
    public static VaeCheckpoint Open(string path, VaeConfig? @base = null) =>
        OpenFiles.Keep(files => new VaeCheckpoint(path, Directory.Exists(path) ? OpenFolder(path, files) : OpenFile(path, @base, files), files));

    public void Dispose() => files.Dispose();

    private static CheckpointPart<VaeConfig> OpenFolder(string path, OpenFiles files)
    {
        FolderKinds.Expect(path, CheckpointKind.Vae);
        return DiffusersFolder.OpenVae(path, files);
    }

    private static CheckpointPart<VaeConfig> OpenFile(string path, VaeConfig? @base, OpenFiles files)
    {
        var file = files.Open(path);
        TensorKinds.Expect(file, CheckpointKind.Vae);
        var prefix = Prefixes.First(prefix => file.Tensors.ContainsKey($"{prefix}decoder.conv_in.weight"));
        var isOriginal = file.Tensors.ContainsKey($"{prefix}decoder.mid.block_1.conv1.weight");
        var tensors = isOriginal ? SingleFileParts.OriginalVae(file, prefix) : ModuleMap.View(file, prefix, OriginalVaeNames.MapDiffusers);
        var (json, origin) = new CompanionFolder(path, CompanionFolder.BesideOwnName(path)).Read(
            ["config.json"], path, () => JsonSerializer.SerializeToElement(VaeDerivation.Derive(tensors, @base?.ScalingFactor ?? 0.18215, @base?.SampleSize ?? 512)));
        var part = PartFactory.Vae(json, origin, tensors);
        return origin != path || @base is null ? part : part with { Config = Complete(part.Config, @base) };
    }

    /// <summary>Takes over from the base's VAE what no tensor tells.</summary>
    private static VaeConfig Complete(VaeConfig derived, VaeConfig @base) => derived with
    {
        LatentsMean = @base.LatentsMean,
        LatentsStd = @base.LatentsStd,
        NormGroups = derived.BlockOutChannels.SequenceEqual(@base.BlockOutChannels) ? @base.NormGroups : derived.NormGroups,
    };
}
