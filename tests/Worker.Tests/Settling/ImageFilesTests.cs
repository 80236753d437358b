using System.Text;
using System.Text.Json;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Sampling;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Worker.Imaging;
using SwiftDiffusion.Worker.Settling;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Settling;

public sealed class ImageFilesTests
{
    private static readonly GenerateImages Job = Jobs.Job() with
    {
        Count = 3,
        Sampler = "DPM++ 2M Karras",
        ClipSkip = 1,
        Tenant = "acme",
        Labels = new Dictionary<string, string> { ["customer"] = "hidden-label" },
        Callback = new Callback { Url = "https://hidden.example/hook" },
        InitImage = new PictureReference { Url = "https://hidden.example/house.png" },
        ControlNets = [new ControlNetReference { Name = "edges", Sha256 = new string('a', 64), Image = new PictureReference { Blob = "hidden/edges.png" } }],
        Loras = [new LoraReference { Name = "ink", Scale = 0.5 }],
    };

    [Theory]
    [InlineData(ImageFormat.Png, "image/png")]
    [InlineData(ImageFormat.Jpeg, "image/jpeg")]
    [InlineData(ImageFormat.Webp, "image/webp")]
    public void Write_InAnyFormat_CanBeReadBack(ImageFormat format, string contentType)
    {
        var file = Write(Job with { Output = new OutputFormat { Format = format } });
        Assert.Equal(contentType, file.ContentType);
        var picture = PictureReader.Read(file.Bytes);
        Assert.Equal((64, 48), (picture.Width, picture.Height));
    }

    [Fact]
    public void Write_WithMetadata_TellsA1111HowTheImageWasMade()
    {
        var text = Encoding.UTF8.GetString(Write(Job).Bytes);
        Assert.Contains("a secret lighthouse <lora:ink:0.5>\nSteps: 4, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7.5, Seed: 7, Size: 64x48, Model: postcards", text, StringComparison.Ordinal);
        Assert.Contains("Denoising strength: 0.75, Clip skip: 2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WithMetadata_HoldsTheJobOfThisImageAloneAndNothingPrivate()
    {
        var text = Encoding.UTF8.GetString(Write(Job).Bytes);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text[text.IndexOf("{\"engineVersion\"", StringComparison.Ordinal)..]));
        using var recipe = JsonDocument.ParseValue(ref reader);
        var job = MessageJson.Deserialize<GenerateImages>($$"""{"jobId":"again",{{recipe.RootElement.GetProperty("job").GetRawText()[1..]}}""");
        Assert.Equal((7u, 1, 64, 48, "dpmpp_2m"), (job.Seed, job.Count, job.Width, job.Height, job.Sampler));
        Assert.Equal(Job.ControlNets[0].Sha256, job.ControlNets[0].Sha256);
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
        Assert.DoesNotContain("acme", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OfASecondPassAndAnotherVae_TellsTheSizeOfTheFirstPassAndBoth()
    {
        var job = Job with
        {
            InitImage = null,
            Hires = new HiresPass { Scale = 1.5, Steps = 3, Strength = 0.4, Upscaler = HiresUpscaler.Lanczos },
            Vae = new AdapterReference { Name = "soft", Sha256 = new string('b', 64) },
        };
        var text = Encoding.UTF8.GetString(new ImageFiles(job, SamplerKind.DpmPlusPlus2M, (64, 48), []).Write(new PaintedImage(2, 7, Pictures.Halves(96, 72))).Bytes);
        Assert.Contains("Size: 64x48, Model: postcards, VAE hash: bbbbbbbbbb, VAE: soft, Denoising strength: 0.4", text, StringComparison.Ordinal);
        Assert.Contains("Hires upscale: 1.5, Hires steps: 3, Hires upscaler: Lanczos", text, StringComparison.Ordinal);
        Assert.Contains("\"width\":64,\"height\":48", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_SameImageOfAnotherJob_IsTheSameFile() => Assert.Equal(Write(Job).Bytes, Write(Job with { JobId = "job-2", Seed = 7, Count = 1, Tenant = null, Priority = JobPriority.Low }).Bytes);

    [Fact]
    public void Write_WithoutMetadata_HoldsNoPrompt() =>
        Assert.DoesNotContain(Jobs.Prompt, Encoding.UTF8.GetString(Write(Job with { Output = new OutputFormat { EmbedMetadata = false } }).Bytes), StringComparison.Ordinal);

    private static ImageFile Write(GenerateImages job) => new ImageFiles(job, SamplerKind.DpmPlusPlus2M, (64, 48), []).Write(new PaintedImage(2, 7, Pictures.Halves(64, 48)));
}
