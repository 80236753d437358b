namespace SwiftDiffusion.Local.Models;

/// <summary>What is put on top of a base model.</summary>
internal enum AdapterKind
{
    Lora,
    ControlNet,
    Embedding,
    Vae,
}
