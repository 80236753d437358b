namespace SwiftDiffusion.Diffusion.Checkpoints.Configs;

/// <summary>The largest numbers a config may ask for: several times what any published model has, and small enough that a hostile one cannot exhaust memory.</summary>
internal static class ConfigLimits
{
    public const int Blocks = 8;
    public const int Channels = 1 << 15;
    public const int Layers = 16;
    public const int TransformerLayers = 64;
    public const int EncoderLayers = 128;
    public const int Tokens = 1 << 22;
    public const int Side = 1 << 14;
}
