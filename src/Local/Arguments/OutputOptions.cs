using System.CommandLine;
using SwiftDiffusion.Local.Output;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>Where pictures go, and as what.</summary>
internal sealed class OutputOptions : IOptionGroup
{
    public Option<string> Out { get; } = OptionForm.Value(
        "--out", "PATH",
        "A file, numbered name-1, name-2, ... for several pictures; "
        + "or a folder, if it exists or ends in '/', in which files are named MODEL-SEED. Missing folders are made. Default: the working folder.");

    public Option<bool> Overwrite { get; } = OptionForm.Flag(
        "--overwrite",
        "Replace files that exist. Default: refuse, before painting; in a folder, take a free name.");

    public Option<string> Format { get; } = OptionForm.Value("--format", "WORD", $"{Words.Allowed<ImageFormat>()}. Default: by the ending of --out, or png.");

    public Option<string> Quality { get; } = OptionForm.Value("--quality", "N", "Of jpeg and webp, 1 to 100; 100 makes webp lossless. Default: 90.");

    public Option<bool> NoMetadata { get; } = OptionForm.Flag(
        "--no-metadata",
        "Leave out what the picture was made with. Default: in the file, as text and JSON.");

    public string Title => "Output";

    public IReadOnlyList<Option> Options => [Out, Overwrite, Format, Quality, NoMetadata];

    public GenerateImages Apply(OptionReader reader, GenerateImages job) => job with
    {
        Output = job.Output with
        {
            Format = reader.Word<ImageFormat>(Format) ?? OutputTarget.FormatOf(reader.Text(Out)) ?? ImageFormat.Png,
            Quality = reader.Whole(Quality, "1 to 100") ?? job.Output.Quality,
            EmbedMetadata = !reader.Flag(NoMetadata),
        },
    };
}
