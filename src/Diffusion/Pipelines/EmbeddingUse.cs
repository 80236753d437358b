namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A textual inversion: vectors that a word of the prompts stands for.</summary>
/// <param name="Word">The word, as the prompts spell it.</param>
/// <param name="Path">A safetensors file with the vectors, for SD 1.x and 2.x, or SDXL.</param>
public sealed record EmbeddingUse(string Word, string Path);
