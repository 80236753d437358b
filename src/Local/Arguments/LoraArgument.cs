using SwiftDiffusion.Local.Models;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>What is written after <c>--lora</c>: <c>ink.safetensors:0.8:0.5</c>.</summary>
internal static class LoraArgument
{
    public const string Form = "FILE[:SCALE[:TE-SCALE]]";

    /// <summary>Reads it; null where it names no file that is there, which is a problem then.</summary>
    public static LoraReference? Read(string text, string option, OptionReader reader)
    {
        var scales = new List<double>();
        var path = Suffixes.Strip(text, part => scales.Count < 2 && OptionReader.TryNumber(part, out var scale) && Add(scales, scale));
        if (path.Length == 0)
        {
            reader.Problems.AddValue(option, text, Form);
            return null;
        }

        // They were met from the right.
        scales.Reverse();
        return reader.Files.AddAdapter(AdapterKind.Lora, path, option, reader.Problems) is { } name
            ? new LoraReference { Name = name, Scale = scales is [var scale, ..] ? scale : 1, TextEncoderScale = scales is [_, var textEncoderScale] ? textEncoderScale : null }
            : null;
    }

    private static bool Add(List<double> scales, double scale)
    {
        scales.Add(scale);
        return true;
    }
}
