using System.Numerics.Tensors;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Adapters.Files;

/// <summary>A LoRA's file, open: of any family in docs/formats/adapters.md. What it holds is told by its keys alone.</summary>
internal sealed class LoraFile : IDisposable
{
    private readonly SafetensorsFile file;

    private LoraFile(SafetensorsFile file, LoraIdentity identity, PeftMetadata metadata)
    {
        (this.file, Identity, Metadata) = (file, identity, metadata);
    }

    /// <summary>Where it lies, for messages.</summary>
    public string Path => file.Path;

    /// <summary>What tells it from other files, and from what it was before.</summary>
    public LoraIdentity Identity { get; }

    /// <summary>The α that PEFT writes into the header.</summary>
    public PeftMetadata Metadata { get; }

    /// <summary>Its tensors.</summary>
    public ITensorSource Tensors => file;

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="CheckpointException">It is missing, or broken.</exception>
    public static LoraFile Open(string path)
    {
        // Before the file is opened: if it is replaced in between, the next request sees another identity and merges anew.
        var identity = LoraIdentity.Of(path);
        var file = SafetensorsFile.Open(path);
        try
        {
            return new LoraFile(file, identity, PeftMetadata.Read(file));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a tensor.</summary>
    /// <exception cref="CheckpointException">It has values that are not finite: they would spoil every picture.</exception>
    public float[] Read(TensorInfo tensor)
    {
        if (tensor.Count > Array.MaxLength)
        {
            throw new CheckpointException(Path, $"tensor '{tensor.Name}' has {tensor.Count} elements; allowed are {Array.MaxLength}.");
        }

        var values = file.ReadFloats(tensor.Name);
        return TensorPrimitives.IsFiniteAll<float>(values) ? values : throw new CheckpointException(Path, $"tensor '{tensor.Name}' has values that are not finite numbers.");
    }

    public void Dispose() => file.Dispose();
}
