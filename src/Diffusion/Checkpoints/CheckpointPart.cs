using SwiftDiffusion.Diffusion.Checkpoints.Configs;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>One network of a base model.</summary>
internal sealed record CheckpointPart<T>(string Name, T Config, SafetensorsFile Tensors, string Root)
{
    /// <summary>The tokenizer of a text encoder: the model's own, or where it brings none, that of CLIP.</summary>
    public ClipTokenizer OpenTokenizer()
    {
        var folder = Path.Combine(Root, Name.Replace("text_encoder", "tokenizer", StringComparison.Ordinal));
        if (Directory.Exists(folder))
        {
            return ClipTokenizer.OpenFolder(folder);
        }

        // OpenCLIP's encoders, which compute GELU exactly, were trained with another padding token than OpenAI's.
        return Config is ClipTextConfig { Activation: ClipActivation.Gelu } ? ClipTokenizer.OpenClip : ClipTokenizer.OpenAi;
    }
}
