using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Messages.Tests;

/// <summary>Messages to test with. Those with every field set differ from the defaults in every field.</summary>
internal static class Samples
{
    public const string JobId = "01k88t6t1qef0pqb1r99cmgtr6";
    public const string Digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    public static readonly DateTimeOffset Time = new(2026, 11, 25, 8, 30, 0, 250, TimeSpan.Zero);

    private static readonly Dictionary<string, string> Labels = new() { ["order"] = "4711", ["Straße"] = "日本 😀" };

    public static GenerateImages MinimalJob => new() { JobId = JobId, Model = "postcards", Prompt = "a lighthouse" };

    public static GenerateImages FullJob => new()
    {
        JobId = JobId,
        Model = "sd-1.5",
        Prompt = "a <postcard> of a (lighthouse:1.3), \"quoted\"\nsecond line, 日本 😀",
        Prompt2 = "a lighthouse",
        NegativePrompt = "fog",
        NegativePrompt2 = "rain",
        PromptSyntax = PromptSyntax.Plain,
        Seed = uint.MaxValue,
        Count = 2,
        Width = 512,
        Height = 768,
        Steps = 30,
        Guidance = 6.5,
        GuidanceRescale = 0.7,
        Sampler = "ddim",
        Schedule = NoiseSchedule.Timesteps,
        TimestepSpacing = TimestepSpacing.Trailing,
        Eta = 0.5,
        ClipSkip = 1,
        InitImage = new() { Blob = "inputs/4f/house.png" },
        Strength = 0.6,
        Mask = new() { Url = "https://pictures.example/mask.png?v=1" },
        Hires = new() { Scale = 1.5, Steps = 20, Strength = 0.5, Upscaler = HiresUpscaler.Lanczos },
        ControlNets =
        [
            new() { Name = "edges", Image = new() { Data = "iVBORw0KGgo=" }, Preprocessor = Preprocessor.Canny, Resize = ResizeMode.Pad, Scale = 0.8, Start = 0.1, End = 0.9, GuessMode = true },
            new() { Sha256 = Digest, Image = new() { Blob = "inputs/depth.png" }, Resize = ResizeMode.Crop, Preprocessor = Preprocessor.Invert },
        ],
        Loras = [new() { Name = "styles/ink", Sha256 = Digest, Scale = -0.5, TextEncoderScale = 0.25 }],
        Embeddings = [new() { Name = "postcard", Token = "<postcard>" }],
        SizeConditioning = new() { OriginalHeight = 1024, OriginalWidth = 2048, CropTop = 8, CropLeft = 16, TargetHeight = 768, TargetWidth = 512 },
        Vae = new() { Name = "mse" },
        TiledDecoding = true,
        Output = new() { Format = ImageFormat.Webp, Quality = 75, EmbedMetadata = false },
        Exact = true,
        Deadline = Time.AddMinutes(10),
        Priority = JobPriority.Low,
        Tenant = "acme",
        Callback = new() { Url = "https://shop.example/hooks/images", Events = ["started", "succeeded"] },
        Labels = Labels,
    };

    public static ImageResult Image => new()
    {
        Index = 1,
        Seed = 5,
        Blob = $"tenants/acme/jobs/{JobId}/1.png",
        ContentType = "image/png",
        Width = 512,
        Height = 768,
        Sha256 = Digest,
    };

    public static JobResult Result => new()
    {
        JobId = JobId,
        CompletedAt = Time,
        Images = [Image with { Index = 0, Seed = 4 }, Image],
        Metrics = new() { Queue = 0.02, Fetch = 0.5, Load = 0.25, Patch = 0.125, Encode = 0.01, Denoise = 4.5, Decode = 0.3, Upload = 0.06, GpuSeconds = 5.1 },
        Model = "sd-1.5",
        Sampler = "dpmpp_2m",
        Worker = "worker-7",
        EngineVersion = "0.1.0",
        Loras = [new() { Lora = "styles/ink", Step = 3, MatchedModules = 128, UnmatchedKeys = ["lora_te_what"] }],
        Warnings = ["The prompt's last 5 tokens were dropped."],
    };

    public static IReadOnlyList<JobEvent> Events =>
    [
        new JobAccepted { JobId = JobId, Time = Time, Tenant = "acme", Labels = Labels, Queue = "generate.sd-1.5" },
        new JobStarted { JobId = JobId, Time = Time, Tenant = "acme", Labels = Labels, Worker = "worker-7", Seed = 4 },
        new JobProgress { JobId = JobId, Time = Time, Tenant = "acme", Labels = Labels, Step = 7, Of = 60, Preview = $"tenants/acme/jobs/{JobId}/preview.png" },
        new ImageCompleted { JobId = JobId, Time = Time, Tenant = "acme", Labels = Labels, Image = Image },
        new JobSucceeded { JobId = JobId, Time = Time, Tenant = "acme", Labels = Labels, Result = Result },
        new JobFailed
        {
            JobId = JobId, Time = Time, Tenant = "acme", Labels = Labels, Reason = FailureReason.InvalidJob, Message = "The job breaks a rule.", Retryable = false,
            Violations = [new Violation("steps", "is 0; allowed is 1 to 150")],
        },
        new JobCancelled { JobId = JobId, Time = Time, Tenant = "acme", Labels = Labels },
        new JobExpired { JobId = JobId, Time = Time, Tenant = "acme", Labels = Labels, Deadline = Time.AddMinutes(-1) },
    ];
}
