using SwiftDiffusion.Local.Models;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>What is written after <c>--control</c>: <c>edges=house.png:canny:0.8:0-0.6</c>.</summary>
internal static class ControlArgument
{
    public const string Form = "NET=PICTURE[:SETTING...]";

    public const string Parts = "Settings, in any order: a scale, -2 to 2 (default 1); the share of the steps as START-END (default 0-1); "
        + "canny or invert, to prepare the picture (default: as it is); pose, depth, scribble, edges, normal, segmentation, tile or repaint, the kind of picture, for a union of kinds; stretch, crop or pad, to fit it (default stretch); guess, to paint what it shows without a prompt.";

    /// <summary>Reads it; null where it names no files that are there, which is a problem then.</summary>
    public static ControlNetReference? Read(string text, string option, OptionReader reader)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var settings = new ControlSettings();
        var picture = equals < 1 ? "" : Suffixes.Strip(text[(equals + 1)..], settings.Take);
        if (picture.Length == 0)
        {
            reader.Problems.AddValue(option, text, $"{Form}, for example edges=house.png:canny:0.8:0-0.6");
            return null;
        }

        var name = reader.Files.AddAdapter(AdapterKind.ControlNet, text[..equals], option, reader.Problems);
        var image = reader.Files.AddPicture(picture, option, reader.Problems);
        return name is null || image is null ? null : new ControlNetReference
        {
            Name = name,
            Image = image,
            Scale = settings.Scale ?? 1,
            Start = settings.Share?.Start ?? 0,
            End = settings.Share?.End ?? 1,
            ControlType = settings.Type,
            Preprocessor = settings.Preprocessor ?? Preprocessor.None,
            Resize = settings.Resize ?? ResizeMode.Stretch,
            GuessMode = settings.Guess,
        };
    }
}
