using System.Globalization;
using SwiftDiffusion.Diffusion.Adapters.Inspection;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Inspection;

namespace SwiftDiffusion.Local.Inspecting;

/// <summary>What is known of a file or folder, for a person.</summary>
/// <param name="Inspection">Of any kind of thing.</param>
/// <param name="Lora">More about a LoRA; null for anything else.</param>
internal sealed record InspectReport(CheckpointInspection Inspection, LoraInspection? Lora)
{
    private const int Left = 13;
    private const int MostKeys = 5;

    /// <summary>Which base models it is of, or fits.</summary>
    public ModelFamily Family => Lora?.Family ?? Inspection.Family;

    /// <summary>Whether it can be used as it is, as far as its headers tell.</summary>
    public bool IsUsable => Inspection is { Problem: null, Missing.Count: 0, Kind: not CheckpointKind.Unknown } && Lora is not { UNetTargets: 0, TextEncoderTargets: 0 };

    /// <summary>A family as people call it; null where it isn't known.</summary>
    public static string? NameOf(ModelFamily family) => family switch
    {
        ModelFamily.StableDiffusion1 => "Stable Diffusion 1",
        ModelFamily.StableDiffusion2 => "Stable Diffusion 2",
        ModelFamily.StableDiffusionXL => "Stable Diffusion XL",
        _ => null,
    };

    /// <summary>Writes it: a line for each thing that is known.</summary>
    public void Write(TextWriter to)
    {
        foreach (var (name, value) in Lines().Where(line => line.Value is not null))
        {
            to.WriteLine($"{name.PadRight(Left)}{value}");
        }
    }

    private IEnumerable<(string Name, string? Value)> Lines() =>
    [
        ("path", Inspection.Path),
        ("kind", Inspection.Description),
        (Inspection.Kind == CheckpointKind.BaseModel ? "family" : "fits", NameOf(Family) ?? (Inspection.Kind is CheckpointKind.Lora or CheckpointKind.Embedding ? "cannot be told from names and shapes" : null)),
        ("parameters", string.Create(CultureInfo.InvariantCulture, $"{Inspection.Parameters:N0}{Types()}")),
        ("predicts", Inspection.PredictionType),
        ("reads", Inspection.InChannels is { } channels ? string.Create(CultureInfo.InvariantCulture, $"{channels} channels{(channels == 9 ? ", for inpainting" : "")}") : null),
        ("union of", Inspection.ControlTypes is { } kinds ? string.Create(CultureInfo.InvariantCulture, $"{kinds} kinds of pictures") : null),
        ("format", Lora?.Format),
        ("rank", Rank()),
        ("changes", Lora is null ? null : string.Create(CultureInfo.InvariantCulture, $"{Lora.UNetTargets} modules of the UNet, {Lora.TextEncoderTargets} of text encoders")),
        ("unknown keys", UnknownKeys()),
        ("missing", Inspection.Missing.Count > 0 ? string.Join(", ", Inspection.Missing) : null),
        ("problem", Inspection.Problem),
    ];

    private string Types() => Inspection.ElementTypes.Count == 0 ? "" : $" ({string.Join(", ", Inspection.ElementTypes.OrderByDescending(type => type.Value).Select(type => type.Key))})";

    private string? Rank() => Lora is not { MinRank: { } min, MaxRank: { } max } ? null : min == max ? Text(min) : $"{Text(min)} to {Text(max)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private string? UnknownKeys() => Lora is not { UnknownKeys: { Count: > 0 } keys } ? null : string.Create(
        CultureInfo.InvariantCulture, $"{keys.Count}: {string.Join(", ", keys.Take(MostKeys))}{(keys.Count > MostKeys ? ", ..." : "")}");
}
