using System.CommandLine;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>How large the picture is, and the second pass that enlarges it.</summary>
internal sealed class SizeOptions : IOptionGroup
{
    private const string Pair = "two whole numbers, 0 to 16384, as";

    public Option<string> Width { get; } = OptionForm.Value(
        "--width", "PIXELS",
        "A multiple of 8, 64 to 4096. Default: that of --init, or what the model was trained at.");

    public Option<string> Height { get; } = OptionForm.Value("--height", "PIXELS", "The same.");

    public Option<bool> Tiled { get; } = OptionForm.Flag("--tiled", "Decode large pictures in tiles, which bounds memory.");

    public Option<string> Hires { get; } = OptionForm.Value("--hires", "X", "Enlarge by X and paint over it once more, above 1 to 4. Default: no second pass.");

    public Option<string> HiresSteps { get; } = OptionForm.Value("--hires-steps", "N", "Steps of the second pass, 1 to 150. Default: --steps.");

    public Option<string> HiresStrength { get; } = OptionForm.Value("--hires-strength", "X", "How much the second pass repaints, above 0 to 1. Default: 0.6.");

    public Option<string> HiresUpscaler { get; } = OptionForm.Value(
        "--hires-upscaler", "WORD",
        $"What is enlarged: {Words.Allowed<HiresUpscaler>()}, the latter keeping more of the picture. Default: latent.");

    public Option<string> OriginalSize { get; } = OptionForm.Value(
        "--original-size", "WxH",
        "SDXL: size of the picture before it was cropped. Default: the picture's.");

    public Option<string> Crop { get; } = OptionForm.Value("--crop", "LEFT,TOP", "SDXL: what was cropped off; needs --original-size. Default: 0,0.");

    public Option<string> TargetSize { get; } = OptionForm.Value(
        "--target-size", "WxH",
        "SDXL: size the picture is shown at; needs --original-size. Default: the picture's.");

    public string Title => "Size";

    public IReadOnlyList<Option> Options => [Width, Height, Tiled, Hires, HiresSteps, HiresStrength, HiresUpscaler, OriginalSize, Crop, TargetSize];

    public GenerateImages Apply(OptionReader reader, GenerateImages job) => job with
    {
        Width = reader.Whole(Width, "a multiple of 8 from 64 to 4096") ?? job.Width,
        Height = reader.Whole(Height, "a multiple of 8 from 64 to 4096") ?? job.Height,
        TiledDecoding = reader.Flag(Tiled),
        Hires = ReadHires(reader),
        SizeConditioning = ReadConditioning(reader),
    };

    private HiresPass? ReadHires(OptionReader reader)
    {
        var pass = new HiresPass();
        pass = pass with
        {
            Scale = reader.Number(Hires, "above 1 to 4") ?? pass.Scale,
            Steps = reader.Whole(HiresSteps, "1 to 150"),
            Strength = reader.Number(HiresStrength, "above 0 to 1") ?? pass.Strength,
            Upscaler = reader.Word<HiresUpscaler>(HiresUpscaler) ?? pass.Upscaler,
        };
        return IsGiven(reader, Hires, HiresSteps, HiresStrength, HiresUpscaler) ? pass : null;
    }

    private SizeConditioning? ReadConditioning(OptionReader reader)
    {
        var original = reader.Read<(int, int)>(OriginalSize, $"{Pair} 1024x768", (string text, out (int, int) pair) => TryPair(text, 'x', out pair));
        var crop = reader.Read<(int, int)>(Crop, $"{Pair} 0,64", (string text, out (int, int) pair) => TryPair(text, ',', out pair));
        var target = reader.Read<(int, int)>(TargetSize, $"{Pair} 1024x768", (string text, out (int, int) pair) => TryPair(text, 'x', out pair));
        if (!IsGiven(reader, OriginalSize, Crop, TargetSize) || original is not var (width, height))
        {
            return null;
        }

        return new SizeConditioning
        {
            OriginalWidth = width,
            OriginalHeight = height,
            CropLeft = crop?.Item1 ?? 0,
            CropTop = crop?.Item2 ?? 0,
            TargetWidth = target?.Item1,
            TargetHeight = target?.Item2,
        };
    }

    /// <summary>Whether the first option is given; the others mean nothing without it.</summary>
    private static bool IsGiven(OptionReader reader, Option<string> first, params ReadOnlySpan<Option<string>> others)
    {
        if (reader.Text(first) is not null)
        {
            return true;
        }

        foreach (var option in others)
        {
            if (reader.Text(option) is not null)
            {
                reader.Problems.Add($"{option.Name} is given without {first.Name}; allowed is both or neither.");
            }
        }

        return false;
    }

    private static bool TryPair(string text, char separator, out (int, int) pair)
    {
        pair = default;
        return text.Split(separator) is [var first, var second]
            && int.TryParse(first, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out pair.Item1)
            && int.TryParse(second, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out pair.Item2);
    }
}
