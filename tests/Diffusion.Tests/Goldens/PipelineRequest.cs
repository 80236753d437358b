using System.Text.Json;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Sampling;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>Reads the parameters of a pipeline case: what diffusers was asked is what the engine is asked.</summary>
internal static class PipelineRequest
{
    public static SchedulerFile SchedulerOf(GoldenCase golden) =>
        new(golden.Name, golden.Params.GetProperty("scheduler_config"), golden.Params.GetProperty("scheduler").GetString());

    public static PaintRequest From(GoldenCase golden)
    {
        var p = golden.Params;
        return new PaintRequest
        {
            Prompt = p.GetProperty("prompt").GetString()!,
            Prompt2 = Text(p, "prompt_2"),
            NegativePrompt = Text(p, "negative_prompt"),
            Seed = p.GetProperty("seed").GetUInt32(),
            Steps = p.GetProperty("steps").GetInt32(),
            GuidanceScale = p.GetProperty("guidance").GetDouble(),
            GuidanceRescale = Number(p, "guidance_rescale") ?? 0,
            Width = p.GetProperty("width").GetInt32(),
            Height = p.GetProperty("height").GetInt32(),
            Count = (int)(Number(p, "images") ?? 1),
            NoiseStreams = NoiseStreams.Shared,
            ClipSkip = (int)(Number(p, "clip_skip") ?? 0),
            InitImage = Picture(golden, "init"),
            Mask = Picture(golden, "mask"),
            Strength = Number(p, "strength") ?? 1,
            ControlNets = ControlNets(golden),
            Embeddings = Embeddings(golden),
            Loras = Loras(golden),
            Exact = true,
            MicroConditioning = MicroConditioning(p),
        };
    }

    private static IReadOnlyList<ControlNetUse> ControlNets(GoldenCase golden) => golden.Params.TryGetProperty("controlnets", out var list)
        ? [.. list.EnumerateArray().Select((control, i) => new ControlNetUse(
            golden.ModelFolder((Text(control, "path") ?? Text(control, "name"))!), Picture(golden, $"control_{i}")!)
        {
            Scale = control.GetProperty("scale").GetDouble(),
            Start = control.GetProperty("start").GetDouble(),
            End = control.GetProperty("end").GetDouble(),
            GuessMode = control.TryGetProperty("guess_mode", out var guess) && guess.GetBoolean(),
        })]
        : [];

    private static IReadOnlyList<EmbeddingUse> Embeddings(GoldenCase golden) => golden.Params.TryGetProperty("embeddings", out var list)
        ? [.. list.EnumerateArray().Select(embedding => new EmbeddingUse(embedding.GetProperty("token").GetString()!, golden.PathOf(embedding.GetProperty("file").GetString()!)))]
        : [];

    private static IReadOnlyList<LoraUse> Loras(GoldenCase golden) => golden.Params.TryGetProperty("loras", out var list)
        ? [.. list.EnumerateArray().Select(lora => new LoraUse(golden.PathOf(lora.GetProperty("file").GetString()!), lora.GetProperty("scale").GetDouble()))]
        : [];

    private static MicroConditioning? MicroConditioning(JsonElement p)
    {
        if (!p.TryGetProperty("original_size", out var original))
        {
            return null;
        }

        var (crop, target) = (p.GetProperty("crop"), p.GetProperty("target_size"));
        return new MicroConditioning(original[0].GetInt32(), original[1].GetInt32(), crop[0].GetInt32(), crop[1].GetInt32(), target[0].GetInt32(), target[1].GetInt32());
    }

    /// <summary>A picture that went in, <c>[(1,) height, width(, 3)]</c>, grey or RGB.</summary>
    private static Picture? Picture(GoldenCase golden, string name)
    {
        if (!golden.Has(name))
        {
            return null;
        }

        var bytes = golden.Bytes(name);
        var shape = golden.Shape(name).SkipWhile(length => length == 1).ToArray();
        var pixels = shape is [_, _] or [_, _, 1] ? [.. bytes.SelectMany(grey => new[] { grey, grey, grey })] : bytes;
        return new Picture(shape[1], shape[0], pixels);
    }

    private static string? Text(JsonElement p, string name) => p.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static double? Number(JsonElement p, string name) => p.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
