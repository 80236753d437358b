using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>One network of a base model.</summary>
internal sealed record CheckpointPart<T>(string Name, T Config, SafetensorsFile Tensors, string Root)
{
    public ClipTokenizer OpenTokenizer() => ClipTokenizer.OpenFolder(Path.Combine(Root, Name.Replace("text_encoder", "tokenizer", StringComparison.Ordinal)));
}
