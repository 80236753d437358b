using System.Text.Json;
using System.Text.Json.Serialization;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Local.Models;

/// <summary>What a model paints best with: the file <c>swiftdiffusion.json</c> beside its <c>model_index.json</c>. An option that is given wins over it.</summary>
internal sealed record ModelDefaults
{
    public const string FileName = "swiftdiffusion.json";

    private static readonly JsonSerializerOptions Rules = new(MessageJson.Options) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>What the model is called. Null, the default, is the name of its folder or file.</summary>
    public string? Name { get; init; }

    public int? Steps { get; init; }

    public double? Guidance { get; init; }

    public double? GuidanceRescale { get; init; }

    public string? Sampler { get; init; }

    public NoiseSchedule? Schedule { get; init; }

    public TimestepSpacing? TimestepSpacing { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public int? ClipSkip { get; init; }

    public string? NegativePrompt { get; init; }

    /// <summary>Reads a model's; all empty where it has none.</summary>
    /// <param name="modelPath">A folder, or a safetensors file, whose own file is called as it is but for the extension: <c>model.swiftdiffusion.json</c>.</param>
    /// <exception cref="CommandException">The file is there, and isn't what it should be.</exception>
    public static ModelDefaults Read(string modelPath)
    {
        var file = Directory.Exists(modelPath) ? Path.Combine(modelPath, FileName) : Path.ChangeExtension(modelPath, FileName);
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<ModelDefaults>(File.ReadAllBytes(file), Rules) ?? new ModelDefaults() : new ModelDefaults();
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Unusable, $"'{file}' cannot be read as a model's defaults: {e.Message}");
        }
    }

    /// <summary>The job with what the model paints best with.</summary>
    public GenerateImages Apply(GenerateImages job) => job with
    {
        Steps = Steps ?? job.Steps,
        Guidance = Guidance ?? job.Guidance,
        GuidanceRescale = GuidanceRescale ?? job.GuidanceRescale,
        Sampler = Sampler ?? job.Sampler,
        Schedule = Schedule ?? job.Schedule,
        TimestepSpacing = TimestepSpacing ?? job.TimestepSpacing,
        Width = Width ?? job.Width,
        Height = Height ?? job.Height,
        ClipSkip = ClipSkip ?? job.ClipSkip,
        NegativePrompt = NegativePrompt ?? job.NegativePrompt,
    };
}
