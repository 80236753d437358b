using System.CommandLine;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>What the picture shows.</summary>
internal sealed class PromptOptions : IOptionGroup
{
    public Option<string> Negative { get; } = OptionForm.Value("--negative", "TEXT", "What the picture must not show. Default: nothing.");

    public Option<string> Prompt2 { get; } = OptionForm.Value("--prompt2", "TEXT", "SDXL: what the second text encoder reads. Default: the prompt.");

    public Option<string> Negative2 { get; } = OptionForm.Value("--negative2", "TEXT", "SDXL: the same for --negative. Default: --negative.");

    public Option<bool> Plain { get; } = OptionForm.Flag(
        "--plain-prompt",
        "Take prompts as they stand: '(' and '[' mean nothing, and what exceeds 75 tokens is dropped. "
        + "Default: (word:1.3), [word] and BREAK weigh words, at any length.");

    public Option<string> ClipSkip { get; } = OptionForm.Value("--clip-skip", "N", "Leave out the text encoder's last N layers, 0 to 12. Default: 0.");

    public string Title => "Prompt (each at most 8,000 characters)";

    public IReadOnlyList<Option> Options => [Negative, Prompt2, Negative2, Plain, ClipSkip];

    public GenerateImages Apply(OptionReader reader, GenerateImages job) => job with
    {
        NegativePrompt = reader.Text(Negative) ?? job.NegativePrompt,
        Prompt2 = reader.Text(Prompt2),
        NegativePrompt2 = reader.Text(Negative2),
        PromptSyntax = reader.Flag(Plain) ? PromptSyntax.Plain : job.PromptSyntax,
        ClipSkip = reader.Whole(ClipSkip, "0 to 12") ?? job.ClipSkip,
    };
}
