using CsCheck;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Messages.Tests.Validation;

/// <summary>Jobs that keep all rules, of every shape.</summary>
internal static class JobGenerator
{
    private static readonly Gen<string> Text = Gen.OneOf(Gen.String[Gen.Char[' ', '~'], 0, 200], Gen.String[Gen.Char['\u0000', '\ud7ff'], 0, 50], Gen.Const("日本 😀 \"(x:1.3)\"\r\n\t\\"));

    private static readonly Gen<string> Identifier = Gen.String[Gen.Char.AlphaNumeric, 1, 64];

    private static readonly Gen<string> Path = Gen.String[Gen.Char.AlphaNumeric, 1, 20].Array[1, 4].Select(parts => string.Join('/', parts));

    private static readonly Gen<PictureReference> Picture = Gen.OneOf(
        Path.Select(path => new PictureReference { Blob = $"inputs/{path}" }),
        Path.Select(path => new PictureReference { Url = $"https://pictures.example/{path}?v=1" }),
        Gen.Byte.Array[1, 300].Select(bytes => new PictureReference { Data = Convert.ToBase64String(bytes) }));

    private static readonly Gen<(string? Name, string? Sha256)> Adapter = Gen.OneOf(
        Path.Select(path => ((string?)path, (string?)null)), Path.Select(path => ((string?)path, (string?)Samples.Digest)), Gen.Const(((string?)null, (string?)Samples.Digest)));

    private static readonly Gen<ControlNetReference> ControlNet = Gen.Select(Adapter, Picture, Gen.Double[-2, 2], Gen.Double[0, 1], Gen.Enum<Preprocessor>(), Gen.Enum<ResizeMode>()).Select(
        (adapter, picture, scale, start, preprocessor, resize) => new ControlNetReference
        {
            Name = adapter.Name,
            Sha256 = adapter.Sha256,
            Image = picture,
            Scale = scale,
            Start = start,
            End = start + (1 - start) / 2,
            Preprocessor = preprocessor,
            Resize = resize,
        });

    private static readonly Gen<LoraReference> Lora = Gen.Select(Adapter, Gen.Double[-4, 4], Gen.Double[-4, 4].Nullable()).Select(
        (adapter, scale, text) => new LoraReference { Name = adapter.Name, Sha256 = adapter.Sha256, Scale = scale, TextEncoderScale = text });

    private static readonly Gen<(string? Sampler, NoiseSchedule? Schedule, double? Eta)> Sampling = Gen.OneOf(
        Gen.Const(((string?)null, (NoiseSchedule?)null, (double?)null)),
        Gen.Select(Gen.Int[0, SamplerNames.Allowed.Count - 1], Gen.Int[0, 3], Gen.Double[0, 1]).Select((sampler, schedule, eta) =>
        {
            var allowed = SamplerNames.SchedulesOf((JobSampler)sampler);
            return ((string?)SamplerNames.Allowed[sampler], (NoiseSchedule?)allowed[schedule % allowed.Count], sampler == (int)JobSampler.Ddim ? (double?)eta : null);
        }),
        Gen.Const(((string?)"DPM++ 2M Karras", (NoiseSchedule?)null, (double?)null)));

    private static readonly Gen<HiresPass> Hires = Gen.Select(Gen.Double[1.01, 4], Gen.Int[10, 150].Nullable(), Gen.Double[0.1, 1], Gen.Enum<HiresUpscaler>()).Select(
        (scale, steps, strength, upscaler) => new HiresPass { Scale = scale, Steps = steps, Strength = strength, Upscaler = upscaler });

    private static readonly Gen<Callback> Callback = Gen.Select(Path, Gen.Int[0, EventNames.All.Count]).Select(
        (path, events) => new Callback { Url = $"https://shop.example/{path}", Events = [.. EventNames.All.Take(events)] });

    private static readonly Gen<GenerateImages> Basic = Gen.Select(Identifier, Text, Text.Null(), Gen.UInt.Nullable(), Gen.Int[8, 128].Nullable(), Gen.Int[10, 150], Gen.Double[0, 50], Sampling).Select(
        (id, prompt, negative, seed, side, steps, guidance, sampling) => new GenerateImages
        {
            JobId = id,
            Model = "postcards",
            Prompt = prompt,
            NegativePrompt = negative,
            Seed = seed,
            Width = side * 8,
            Height = side * 8,
            Steps = steps,
            Guidance = guidance,
            Sampler = sampling.Sampler,
            Schedule = sampling.Schedule,
            Eta = sampling.Eta,
        });

    private static readonly Gen<GenerateImages> Guided = Gen.Select(Basic, Picture.Null(), Gen.Bool, Gen.Double[0.1, 1], Hires.Null(), ControlNet.Array[0, 8], Lora.Array[0, 16]).Select(
        (job, picture, masked, strength, hires, controlNets, loras) => job with
        {
            InitImage = picture,
            Mask = masked ? picture : null,
            Strength = strength,
            Hires = hires,
            ControlNets = controlNets,
            Loras = loras,
        });

    public static readonly Gen<GenerateImages> Valid = Gen.Select(Guided, Adapter.Array[0, 16], Identifier.Null(), Callback.Null(), Gen.Dictionary(Identifier, Text)[0, 8], Gen.Enum<ImageFormat>(), Gen.Int[1, 100]).Select(
        (job, embeddings, tenant, callback, labels, format, quality) => job with
        {
            Embeddings = [.. embeddings.Select((adapter, i) => new EmbeddingReference { Name = adapter.Name, Sha256 = adapter.Sha256, Token = $"<{i}>" })],
            Tenant = tenant,
            Callback = callback,
            Labels = labels,
            Output = new() { Format = format, Quality = quality },
        });
}
