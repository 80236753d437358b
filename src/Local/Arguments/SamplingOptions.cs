using System.CommandLine;
using System.Globalization;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>How noise becomes a picture.</summary>
internal sealed class SamplingOptions : IOptionGroup
{
    public Option<string> Seed { get; } = OptionForm.Value(
        "--seed", "N",
        "Noise seed, 0 to 4294967295; picture i of several uses N + i. Default: drawn anew, and told.");

    public Option<string> Count { get; } = OptionForm.Value("--count", "N", "How many pictures, 1 to 16. Default: 1.");

    public Option<string> Steps { get; } = OptionForm.Value("--steps", "N", "Denoising steps, 1 to 150. Default: the model's, or 25.");

    public Option<string> Guidance { get; } = OptionForm.Value(
        "--guidance", "X",
        "How closely the prompt is followed, 0 to 50; 1 or less turns guidance off. Default: the model's, or 7.5.");

    public Option<string> GuidanceRescale { get; } = OptionForm.Value(
        "--guidance-rescale", "X",
        "Bring guidance back to the spread it had, 0 to 1. Default: 0.");

    public Option<string> Sampler { get; } = OptionForm.Value(
        "--sampler", "NAME",
        $"{string.Join(", ", SamplerNames.Allowed)}; diffusers' and A1111's names work too, as 'DPM++ 2M Karras'. Default: the model's.");

    public Option<string> Schedule { get; } = OptionForm.Value(
        "--schedule", "WORD",
        $"How noise levels are spread: {Words.Allowed<NoiseSchedule>()}. Default: what the sampler's name says, or the model's.");

    public Option<string> Spacing { get; } = OptionForm.Value(
        "--spacing", "WORD",
        $"Which timesteps are used: {Words.Allowed<TimestepSpacing>()}. Default: the model's.");

    public Option<string> Eta { get; } = OptionForm.Value("--eta", "X", "ddim: share of fresh noise per step, 0 to 1. Default: the model's.");

    public string Title => "Sampling";

    public IReadOnlyList<Option> Options => [Seed, Count, Steps, Guidance, GuidanceRescale, Sampler, Schedule, Spacing, Eta];

    public GenerateImages Apply(OptionReader reader, GenerateImages job) => job with
    {
        Seed = reader.Read(Seed, "a whole number, 0 to 4294967295", static (string text, out uint seed) => uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seed)),
        Count = reader.Whole(Count, "1 to 16") ?? job.Count,
        Steps = reader.Whole(Steps, "1 to 150") ?? job.Steps,
        Guidance = reader.Number(Guidance, "0 to 50") ?? job.Guidance,
        GuidanceRescale = reader.Number(GuidanceRescale, "0 to 1") ?? job.GuidanceRescale,
        Sampler = reader.Text(Sampler) ?? job.Sampler,
        // A schedule that the model's defaults bring belongs to the sampler that they bring.
        Schedule = reader.Word<NoiseSchedule>(Schedule) ?? (reader.Text(Sampler) is null ? job.Schedule : null),
        TimestepSpacing = reader.Word<TimestepSpacing>(Spacing) ?? job.TimestepSpacing,
        Eta = reader.Number(Eta, "0 to 1"),
    };
}
