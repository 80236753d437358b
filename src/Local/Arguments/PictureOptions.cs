using System.CommandLine;
using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>A picture to start from.</summary>
internal sealed class PictureOptions : IOptionGroup
{
    public Option<string> Init { get; } = OptionForm.Value(
        "--init", "PICTURE",
        "Start from this picture: a file, or an https address. Default: start from noise.");

    public Option<string> Strength { get; } = OptionForm.Value("--strength", "X", "How much of --init is painted over, above 0 to 1. Default: 0.75.");

    public Option<string> Mask { get; } = OptionForm.Value("--mask", "PICTURE", "Paint over --init only where this is white. Default: everywhere.");

    public string Title => "Picture to start from";

    public IReadOnlyList<Option> Options => [Init, Strength, Mask];

    public GenerateImages Apply(OptionReader reader, GenerateImages job)
    {
        if (reader.Text(Strength) is not null && reader.Text(Init) is null)
        {
            reader.Problems.Add($"{Strength.Name} is given without {Init.Name}; allowed is both or neither.");
        }

        return job with
        {
            InitImage = reader.Text(Init) is { } init ? reader.Files.AddPicture(init, Init.Name, reader.Problems) : null,
            Strength = reader.Number(Strength, "above 0 to 1") ?? job.Strength,
            Mask = reader.Text(Mask) is { } mask ? reader.Files.AddPicture(mask, Mask.Name, reader.Problems) : null,
        };
    }
}
