using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>The text by which A1111 and what follows it tell how an image was made: prompts in lines of their own, then one line of settings.</summary>
/// <remarks>Names, order and quotes are those of A1111's <c>create_infotext</c>, so that its parser, and everyone's that reads like it, gets back what was written.</remarks>
internal static class ParametersText
{
    private const int HashLength = 10;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of an image.</summary>
    public static string Write(PaintingParameters parameters)
    {
        List<string> lines = [string.Join(' ', [parameters.Prompt, .. parameters.Loras.Select(lora => $"<lora:{lora.Name}:{Text(lora.Scale)}>")])];
        if (!string.IsNullOrEmpty(parameters.NegativePrompt))
        {
            lines.Add($"Negative prompt: {parameters.NegativePrompt}");
        }

        lines.Add(string.Join(", ", Settings(parameters).Where(setting => !string.IsNullOrEmpty(setting.Value)).Select(setting => $"{setting.Name}: {Quoted(setting.Value!)}")));
        return string.Join('\n', lines).Trim();
    }

    private static IEnumerable<(string Name, string? Value)> Settings(PaintingParameters parameters) =>
    [
        ("Steps", Text(parameters.Steps)),
        ("Sampler", parameters.Sampler),
        ("Schedule type", parameters.ScheduleType),
        ("CFG scale", Text(parameters.Guidance)),
        ("Seed", Text(parameters.Seed)),
        ("Size", $"{Text(parameters.Width)}x{Text(parameters.Height)}"),
        ("Model hash", Short(parameters.ModelSha256)),
        ("Model", parameters.Model),
        ("VAE hash", Short(parameters.VaeSha256)),
        ("VAE", parameters.Vae),
        ("Denoising strength", Text(parameters.DenoisingStrength)),
        ("Clip skip", parameters.ClipSkip > 1 ? Text(parameters.ClipSkip) : null),
        // Noise comes from torch's generator on the CPU, whatever the device.
        ("RNG", "CPU"),
        ("Hires upscale", Text(parameters.HiresScale)),
        ("Hires steps", Text(parameters.HiresSteps)),
        ("Hires upscaler", parameters.HiresUpscaler),
        ("Lora hashes", string.Join(", ", parameters.Loras.Where(lora => lora.Hash is not null).Select(lora => $"{lora.Name}: {lora.Hash}"))),
        .. parameters.ControlNets.Select((controlNet, i) => ($"ControlNet {Text(i)}", (string?)controlNet)),
        ("Version", parameters.Version),
    ];

    private static string Quoted(string value) => value.AsSpan().ContainsAny(",:\n\r\"") ? JsonSerializer.Serialize(value, Readable) : value;

    private static string? Short(string? sha256) => sha256?[..Math.Min(HashLength, sha256.Length)];

    private static string? Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture);
}
