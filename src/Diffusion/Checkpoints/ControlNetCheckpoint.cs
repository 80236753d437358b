using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Checkpoints.Derived;
using SwiftDiffusion.Diffusion.Checkpoints.Inspection;
using SwiftDiffusion.Diffusion.Checkpoints.Naming;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>A ControlNet's files: what it looks like, and where its tensors are.</summary>
internal sealed class ControlNetCheckpoint(string path, CheckpointPart<ControlNetConfig> part, OpenFiles files) : IDisposable
{
    private const string OriginalPrefix = "control_model.";

    /// <summary>The folder or file.</summary>
    public string Path => path;

    public ControlNetConfig Config => part.Config;

    /// <summary>Exactly those that the structure needs, under diffusers' names.</summary>
    public ITensorSource Tensors => part.Tensors;

    /// <summary>Which base models it steers.</summary>
    public ModelFamily Family => PartsCheck.FamilyOf(Config.Trunk);

    /// <summary>Opens a folder in diffusers' layout, or a single file in diffusers' or the original naming, and checks every tensor.</summary>
    /// <param name="path">
    /// The folder or file. A file's config.json is the one in the folder beside it of the same name, or for diffusers' own file name the one in its folder. Else it is derived.
    /// </param>
    /// <exception cref="CheckpointException">The ControlNet is missing, broken, something else, or of a structure that is not supported.</exception>
    public static ControlNetCheckpoint Open(string path) =>
        OpenFiles.Keep(files => new ControlNetCheckpoint(path, Directory.Exists(path) ? OpenFolder(path, files) : OpenFile(path, files), files));

    public void Dispose() => files.Dispose();

    private static CheckpointPart<ControlNetConfig> OpenFolder(string path, OpenFiles files)
    {
        FolderKinds.Expect(path, CheckpointKind.ControlNet);
        return DiffusersFolder.OpenControlNet(path, files);
    }

    private static CheckpointPart<ControlNetConfig> OpenFile(string path, OpenFiles files)
    {
        var file = files.Open(path);
        TensorKinds.Expect(file, CheckpointKind.ControlNet);
        var tensors = Names(file);
        var companion = new CompanionFolder(path, CompanionFolder.BesideOwnName(path));
        var (json, origin) = companion.Read(["config.json"], path, () => JsonSerializer.SerializeToElement(ControlNetDerivation.Derive(tensors)));
        return PartFactory.ControlNet(json, origin, tensors);
    }

    private static TensorView Names(SafetensorsFile file)
    {
        if (file.Tensors.Keys.Any(name => name.StartsWith(OriginalPrefix, StringComparison.Ordinal)))
        {
            return ModuleMap.View(file, OriginalPrefix, OriginalControlNetNames.Map);
        }

        return file.Tensors.ContainsKey("input_hint_block.0.weight") ? ModuleMap.View(file, "", OriginalControlNetNames.Map) : TensorView.Of(file);
    }
}
