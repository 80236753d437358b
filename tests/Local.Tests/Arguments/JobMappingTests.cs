using SwiftDiffusion.Local.Tests.Fakes;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Local.Tests.Arguments;

public sealed class JobMappingTests : IDisposable
{
    private readonly Workspace workspace = new();

    public void Dispose() => workspace.Dispose();

    [Fact]
    public void Plan_PromptAlone_LeavesTheRestToTheModelsDefaults()
    {
        var job = workspace.Plan("a red house").Job;
        var expected = new GenerateImages { JobId = "local", Model = "tiny", Prompt = "a red house", Seed = job.Seed, Guidance = 4, Steps = 20, Sampler = "dpmpp_2m", Schedule = NoiseSchedule.Karras };
        Assert.Equal(MessageJson.Serialize(expected), MessageJson.Serialize(job));
        Assert.NotEqual(job.Seed, workspace.Plan("a red house").Job.Seed);
    }

    [Fact]
    public void Plan_EveryOption_ReachesItsField()
    {
        var job = workspace.Plan(
            "a red house", "--negative", "blurry", "--prompt2", "p2", "--negative2", "n2", "--plain-prompt", "--clip-skip", "2",
            "--lora", "ink:0.8:-0.5", "--control", "edges=house.png:canny:0.7:0.1-0.6:crop:edges:guess", "--embedding", "<card>=postcard", "--vae", "soft", "--exact",
            "--seed", "4294967295", "--count", "3", "--steps", "30", "--guidance", "5.5", "--guidance-rescale", "0.7",
            "--sampler", "ddim", "--schedule", "timesteps", "--spacing", "trailing", "--eta", "0.5",
            "--width", "256", "--height", "192", "--tiled", "--hires", "1.5", "--hires-steps", "12", "--hires-strength", "0.4", "--hires-upscaler", "lanczos",
            "--original-size", "1024x768", "--crop", "16,32", "--target-size", "512x640",
            "--init", "house.png", "--strength", "0.5", "--mask", "https://example.com/mask.png", "--out", "a.webp", "--quality", "80", "--no-metadata", "--deadline", "90s").Job;
        var expected = new GenerateImages
        {
            JobId = "local",
            Model = "tiny",
            Prompt = "a red house",
            NegativePrompt = "blurry",
            Prompt2 = "p2",
            NegativePrompt2 = "n2",
            PromptSyntax = PromptSyntax.Plain,
            ClipSkip = 2,
            Loras = [new LoraReference { Name = "ink", Scale = 0.8, TextEncoderScale = -0.5 }],
            ControlNets =
            [
                new ControlNetReference
                {
                    Name = "edges", Image = new PictureReference { Blob = "inputs/1" }, Scale = 0.7, Start = 0.1, End = 0.6,
                    Preprocessor = Preprocessor.Canny, Resize = ResizeMode.Crop, ControlType = ControlType.Edges, GuessMode = true,
                },
            ],
            Embeddings = [new EmbeddingReference { Name = "postcard", Token = "<card>" }],
            Vae = new AdapterReference { Name = "soft" },
            Exact = true,
            Seed = uint.MaxValue,
            Count = 3,
            Steps = 30,
            Guidance = 5.5,
            GuidanceRescale = 0.7,
            Sampler = "ddim",
            Schedule = NoiseSchedule.Timesteps,
            TimestepSpacing = TimestepSpacing.Trailing,
            Eta = 0.5,
            Width = 256,
            Height = 192,
            TiledDecoding = true,
            Hires = new HiresPass { Scale = 1.5, Steps = 12, Strength = 0.4, Upscaler = HiresUpscaler.Lanczos },
            SizeConditioning = new SizeConditioning { OriginalWidth = 1024, OriginalHeight = 768, CropLeft = 16, CropTop = 32, TargetWidth = 512, TargetHeight = 640 },
            InitImage = new PictureReference { Blob = "inputs/2" },
            Strength = 0.5,
            Mask = new PictureReference { Url = "https://example.com/mask.png" },
            Output = new OutputFormat { Format = ImageFormat.Webp, Quality = 80, EmbedMetadata = false },
            Deadline = Workspace.Noon.AddSeconds(90),
        };
        Assert.Equal(MessageJson.Serialize(expected), MessageJson.Serialize(job));
    }

    [Fact]
    public void Plan_AnotherSampler_DropsTheScheduleOfTheModelsOwn() => Assert.Null(workspace.Plan("x", "--sampler", "ddim").Job.Schedule);

    [Theory]
    [InlineData("2h", 7200)]
    [InlineData("5m", 300)]
    [InlineData("0.5s", 0.5)]
    [InlineData("2026-11-25T12:00:10Z", 10)]
    [InlineData("2026-11-25T14:00:10+02:00", 10)]
    public void Plan_Deadline_IsAMoment(string text, double seconds) => Assert.Equal(Workspace.Noon.AddSeconds(seconds), workspace.Plan("x", "--deadline", text).Job.Deadline);

    [Fact]
    public void Plan_AdaptersOfOneName_KeepApart()
    {
        workspace.Write("a/ink.safetensors", "");
        var plan = workspace.Plan("x", "--lora", "ink", "--lora", "a/ink.safetensors:0.5", "--lora", "ink:2", "--lora", "my lora.safetensors");
        Assert.Equal([("ink", 1.0), ("ink-2", 0.5), ("ink", 2.0), ("my-lora", 1.0)], plan.Job.Loras.Select(lora => (lora.Name!, lora.Scale)));
        Assert.Equal(workspace.PathOf("models/tiny/loras/ink.safetensors"), plan.Adapters["ink"]);
        Assert.Equal(workspace.PathOf("a/ink.safetensors"), plan.Adapters["ink-2"]);
    }

    [Fact]
    public void Plan_FileCalledLikeASetting_IsTheFile()
    {
        workspace.Write("odd:0.5", "");
        var previous = Environment.CurrentDirectory;
        var plan = workspace.Plan("x", "--lora", workspace.PathOf("odd:0.5"));
        Assert.Equal(1, plan.Job.Loras[0].Scale);
        Assert.Equal(workspace.PathOf("odd:0.5"), Assert.Single(plan.Adapters).Value);
        Assert.Equal(previous, Environment.CurrentDirectory);
    }

    [Fact]
    public void Plan_Pictures_GoToTheStoreUnderKeysOfTheirOwn()
    {
        var plan = workspace.Plan("x", "--control", "edges=house.png:-1", "--init", "house.png");
        Assert.Equal(["inputs/1", "inputs/2"], plan.Pictures.Keys.Order());
        Assert.All(plan.Pictures.Values, path => Assert.Equal(workspace.PathOf("house.png"), path));
        Assert.Equal(-1, plan.Job.ControlNets[0].Scale);
    }

    [Theory]
    [InlineData("@house")]
    [InlineData("-1 house")]
    [InlineData("")]
    [InlineData("[house]")]
    public void Plan_OddPrompt_IsThePrompt(string prompt) => Assert.Equal(prompt, workspace.Plan(prompt).Job.Prompt);

    [Fact]
    public void Plan_AfterTwoDashes_AnythingIsThePrompt() => Assert.Equal("--steps", workspace.Plan("--steps", "7", "--", "--steps").Job.Prompt);
}
