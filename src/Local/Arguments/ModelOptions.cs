using System.CommandLine;
using SwiftDiffusion.Local.Models;
using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>Which networks paint.</summary>
internal sealed class ModelOptions : IOptionGroup
{
    public Option<string> Model { get; } = OptionForm.Value(
        "--model", "PATH",
        "A folder in diffusers' layout, or a .safetensors file. "
        + "Default: models/postcards/base, looked for from the working folder upward, then from the program upward.");

    public Option<string[]> Lora { get; } = OptionForm.Repeatable(
        "--lora", LoraArgument.Form,
        "Add a LoRA. Scales -4 to 4; default 1, and TE-SCALE (text encoder) as SCALE. Repeatable, up to 16.");

    public Option<string[]> Control { get; } = OptionForm.Repeatable(
        "--control", ControlArgument.Form,
        $"Steer by a ControlNet and a picture. {ControlArgument.Parts} Repeatable, up to 8.");

    public Option<string[]> Embedding { get; } = OptionForm.Repeatable(
        "--embedding", EmbeddingArgument.Form,
        "Let WORD in prompts stand for a textual inversion. Repeatable, up to 16.");

    public Option<string> Vae { get; } = OptionForm.Value("--vae", "FILE", "Decode with this VAE. Default: the model's own.");

    public Option<bool> Exact { get; } = OptionForm.Flag("--exact", "Merge LoRAs before the first step even if they must be waited for. Files at hand are merged first anyway.");

    public string Title => "Model (a name alone is looked for beside the model too: in loras/, controlnets/, embeddings/, vae/)";

    public IReadOnlyList<Option> Options => [Model, Lora, Control, Embedding, Vae, Exact];

    public GenerateImages Apply(OptionReader reader, GenerateImages job) => job with
    {
        Loras = [.. reader.Texts(Lora).Select(text => LoraArgument.Read(text, Lora.Name, reader)).OfType<Messages.Jobs.LoraReference>()],
        ControlNets = [.. reader.Texts(Control).Select(text => ControlArgument.Read(text, Control.Name, reader)).OfType<Messages.Jobs.ControlNetReference>()],
        Embeddings = [.. reader.Texts(Embedding).Select(text => EmbeddingArgument.Read(text, Embedding.Name, reader)).OfType<Messages.Jobs.EmbeddingReference>()],
        Vae = reader.Text(Vae) is { } file && reader.Files.AddAdapter(AdapterKind.Vae, file, Vae.Name, reader.Problems) is { } name ? new() { Name = name } : null,
        Exact = reader.Flag(Exact),
    };
}
