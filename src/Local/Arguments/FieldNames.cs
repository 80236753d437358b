using System.Globalization;
using System.Text.RegularExpressions;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>The contract speaks of fields, a person types options: says the same of the option.</summary>
internal static partial class FieldNames
{
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["prompt"] = "the prompt",
        ["prompt2"] = "--prompt2",
        ["negativePrompt"] = "--negative",
        ["negativePrompt2"] = "--negative2",
        ["promptSyntax"] = "--plain-prompt",
        ["model"] = "--model",
        ["seed"] = "--seed",
        ["count"] = "--count",
        ["width"] = "--width",
        ["height"] = "--height",
        ["steps"] = "--steps",
        ["guidance"] = "--guidance",
        ["guidanceRescale"] = "--guidance-rescale",
        ["sampler"] = "--sampler",
        ["schedule"] = "--schedule",
        ["timestepSpacing"] = "--spacing",
        ["eta"] = "--eta",
        ["clipSkip"] = "--clip-skip",
        ["initImage"] = "--init",
        ["strength"] = "--strength",
        ["mask"] = "--mask",
        ["hires"] = "--hires",
        ["hires.scale"] = "--hires",
        ["hires.steps"] = "--hires-steps",
        ["hires.strength"] = "--hires-strength",
        ["hires.upscaler"] = "--hires-upscaler",
        ["controlNets"] = "--control",
        ["loras"] = "--lora",
        ["embeddings"] = "--embedding",
        ["sizeConditioning"] = "--original-size",
        ["sizeConditioning.originalWidth"] = "--original-size (width)",
        ["sizeConditioning.originalHeight"] = "--original-size (height)",
        ["sizeConditioning.cropLeft"] = "--crop (left)",
        ["sizeConditioning.cropTop"] = "--crop (top)",
        ["sizeConditioning.targetWidth"] = "--target-size (width)",
        ["sizeConditioning.targetHeight"] = "--target-size (height)",
        ["vae"] = "--vae",
        ["tiledDecoding"] = "--tiled",
        ["output.format"] = "--format",
        ["output.quality"] = "--quality",
        ["exact"] = "--exact",
        ["deadline"] = "--deadline",
    };

    /// <summary>The fields that have an option.</summary>
    public static IReadOnlyCollection<string> Known => Options.Keys;

    /// <summary>A violation as a sentence about the option.</summary>
    public static string Explain(Violation violation) => $"{OptionOf(violation.Field)} {violation.Problem.Replace("initImage", "--init", StringComparison.Ordinal)}.";

    /// <summary>A sentence that begins with a field, as one that begins with the option; other sentences as they are.</summary>
    public static string Explain(string sentence)
    {
        var field = LeadingField().Match(sentence).Value;
        return field.Length > 0 && OptionOf(field) is var option && option != field ? $"{option}{sentence[field.Length..]}" : sentence;
    }

    /// <summary>The option of a field, for example <c>--control (number 2) scale</c> for <c>controlNets[1].scale</c>; the field itself where there is none.</summary>
    private static string OptionOf(string field)
    {
        if (Options.TryGetValue(field, out var option))
        {
            return option;
        }

        var item = Item().Match(field);
        return item.Success && Options.TryGetValue(item.Groups["list"].Value, out var list)
            ? $"{list} (number {int.Parse(item.Groups["index"].Value, CultureInfo.InvariantCulture) + 1}){item.Groups["rest"].Value.Replace('.', ' ')}"
            : field;
    }

    [GeneratedRegex(@"^[a-z][A-Za-z0-9]*(\[\d+\])?(\.[A-Za-z0-9]+)*(?= (is|has|holds|cannot|with|'))")]
    private static partial Regex LeadingField();

    [GeneratedRegex(@"^(?<list>[A-Za-z]+)\[(?<index>\d{1,3})\](?<rest>.*)$")]
    private static partial Regex Item();
}
