using SwiftDiffusion.Diffusion.Adapters.Naming;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Adapters.Files;

/// <summary>What a LoRA's file holds for one module of the base model.</summary>
internal sealed class LoraModule(LoraFile file, AdapterTarget target)
{
    private readonly Dictionary<LoraPart, TensorInfo> parts = [];

    public LoraFile File { get; } = file;

    public AdapterTarget Target { get; } = target;

    /// <summary>The tensors' keys.</summary>
    public IEnumerable<string> Keys => parts.Values.Select(tensor => tensor.Name);

    /// <summary>Takes a tensor in.</summary>
    /// <exception cref="CheckpointException">There is one for the same part already, under another name.</exception>
    public void Add(LoraPart part, TensorInfo tensor)
    {
        if (!parts.TryAdd(part, tensor))
        {
            throw Broken($"keys '{parts[part].Name}' and '{tensor.Name}' are the same part of the same module.");
        }
    }

    public bool Has(LoraPart part) => parts.ContainsKey(part);

    public TensorInfo? Find(LoraPart part) => parts.GetValueOrDefault(part);

    /// <summary>A tensor that must stand beside another.</summary>
    public TensorInfo Require(LoraPart part, string name) =>
        Find(part) ?? throw Broken($"key '{Keys.First()}' lacks its partner: the same module's {name} is missing.");

    /// <summary>What a change of some rank is multiplied by: α/rank, from the module's own α or the header's; 1 without.</summary>
    public float Factor(int rank)
    {
        if (Find(LoraPart.Alpha) is not { } tensor)
        {
            return (float)(File.Metadata.Factor(Target.Network, Target.Module, rank) ?? 1);
        }

        return tensor.Count == 1 ? File.Read(tensor)[0] / rank : throw Broken($"tensor '{tensor.Name}' has shape {tensor.ShapeText}; it must be one number.");
    }

    public CheckpointException Broken(string problem) => new(File.Path, problem);
}
