using System.Runtime.CompilerServices;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Worker.Imaging;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.EndToEnd;

/// <summary>The real engine paints with the model that ships.</summary>
public sealed class PostcardsTests
{
    [Fact]
    public async Task Job_OfAPrompt_BecomesStoredPictures()
    {
        await using var worker = await StartAsync();
        var events = await worker.RunAsync(Postcard("a") with { Count = 2, Steps = 3 });
        var result = Assert.IsType<JobSucceeded>(events[^1]).Result;
        Assert.Equal([1, 6], events.OfType<JobProgress>().Select(progress => progress.Step));
        Assert.Equal([(7u, 128, 128), (8u, 128, 128)], result.Images.Select(image => (image.Seed, image.Width, image.Height)));
        Assert.All(result.Images, image => AssertIsPicture(worker.Blobs.Blobs[image.Blob].Bytes));
        Assert.NotEqual(result.Images[0].Sha256, result.Images[1].Sha256);
    }

    [Fact]
    public async Task Job_OfTheSecondSeed_GivesTheSecondImageOfTheFirstJob()
    {
        await using var worker = await StartAsync();
        await worker.SendAsync(Postcard("a") with { Count = 2 });
        var first = (await worker.Events.NextAsync<JobSucceeded>()).Result;
        await worker.SendAsync(Postcard("b") with { Seed = 8 });
        var second = (await worker.Events.NextAsync<JobSucceeded>()).Result;
        Assert.Equal(first.Images[1].Sha256, second.Images[0].Sha256);
    }

    [Fact]
    public async Task Job_WithAControlNetAndAPicture_IsPainted()
    {
        await using var worker = await StartAsync();
        worker.Blobs.Add("inputs/edges.png", Pictures.Png(128, 128));
        var events = await worker.RunAsync(Postcard("a") with
        {
            InitImage = new PictureReference { Data = Convert.ToBase64String(Pictures.Png(128, 128)) },
            Strength = 0.5,
            ControlNets = [new ControlNetReference { Name = "edges", Image = new PictureReference { Blob = "inputs/edges.png" } }],
            Steps = 4,
        });
        AssertIsPicture(worker.Blobs.Blobs[Assert.IsType<JobSucceeded>(events[^1]).Result.Images[0].Blob].Bytes);
    }

    [Theory]
    [InlineData(HiresUpscaler.Latent)]
    [InlineData(HiresUpscaler.Lanczos)]
    public async Task Job_WithASecondPassAVaeAndAControlNet_IsPaintedAtTheLargerSize(HiresUpscaler upscaler)
    {
        await using var worker = await StartAsync();
        var events = await worker.RunAsync(Postcard("a") with
        {
            Steps = 4,
            Hires = new HiresPass { Scale = 1.5, Strength = 0.5, Upscaler = upscaler },
            Vae = new AdapterReference { Name = "vae" },
            ControlNets = [new ControlNetReference { Name = "edges", Image = new PictureReference { Data = Convert.ToBase64String(Pictures.Png(50, 50)) } }],
        });
        var image = Assert.Single(Assert.IsType<JobSucceeded>(events[^1]).Result.Images);
        Assert.Equal((192, 192), (image.Width, image.Height));
        // Four steps, then half of four.
        Assert.Equal((6, 6), events.OfType<JobProgress>().Last() is var last ? (last.Step, last.Of) : default);
    }

    [Fact]
    public async Task Job_WithAKindOfPictureForAControlNetOfOne_FailsInTheJobsTerms()
    {
        await using var worker = await StartAsync();
        var picture = new PictureReference { Data = Convert.ToBase64String(Pictures.Png(128, 128)) };
        var job = Postcard("a") with { ControlNets = [new ControlNetReference { Name = "edges", Image = picture, ControlType = ControlType.Depth }] };
        var failed = Assert.IsType<JobFailed>((await worker.RunAsync(job))[^1]);
        Assert.Equal((FailureReason.InvalidJob, "controlNets"), (failed.Reason, Assert.Single(failed.Violations).Field));
        Assert.Equal("controlNets number 1 takes one kind of picture only, and is given kind 1; allowed is none.", failed.Message);
    }

    [Fact]
    public async Task Job_WithALoraForAVae_FailsAsAdapterInvalid()
    {
        await using var worker = await StartAsync();
        var failed = Assert.IsType<JobFailed>((await worker.RunAsync(Postcard("a") with { Vae = new AdapterReference { Name = "ink" } }))[^1]);
        Assert.Equal(FailureReason.AdapterInvalid, failed.Reason);
    }

    [Fact]
    public async Task Job_ThatTheModelCannotPaint_FailsInTheJobsTerms()
    {
        await using var worker = await StartAsync();
        var failed = Assert.IsType<JobFailed>((await worker.RunAsync(Postcard("a") with { ClipSkip = 12 }))[^1]);
        Assert.Equal((FailureReason.InvalidJob, "clipSkip"), (failed.Reason, Assert.Single(failed.Violations).Field));
    }

    [Fact]
    public async Task Job_WithALoraForAControlNet_FailsAsAdapterInvalid()
    {
        await using var worker = await StartAsync();
        var picture = new PictureReference { Data = Convert.ToBase64String(Pictures.Png(128, 128)) };
        var job = Postcard("a") with { ControlNets = [new ControlNetReference { Name = "ink", Image = picture }] };
        Assert.Equal(FailureReason.AdapterInvalid, Assert.IsType<JobFailed>((await worker.RunAsync(job))[^1]).Reason);
    }

    [Fact]
    public async Task Cancel_WhilePainting_StopsTheEngine()
    {
        await using var worker = await StartAsync();
        await worker.SendAsync(Postcard("a") with { Steps = 150, Count = 16 });
        await worker.Events.NextAsync<JobProgress>();
        await worker.Bus.Publish(new CancelJob("a"), TestContext.Current.CancellationToken);
        Assert.IsType<JobCancelled>((await worker.Events.UntilEndAsync())[^1]);
        Assert.IsType<JobSucceeded>((await worker.RunAsync(Postcard("b")))[^1]);
    }

    [Fact]
    public async Task Job_OfABrokenModel_FailsAsModelInvalid()
    {
        var folder = Directory.CreateTempSubdirectory("model").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "scheduler"));
        Directory.CreateDirectory(Path.Combine(folder, "unet"));
        File.Copy(Path.Combine(Models(), "base/scheduler/scheduler_config.json"), Path.Combine(folder, "scheduler/scheduler_config.json"));
        await File.WriteAllTextAsync(Path.Combine(folder, "unet/config.json"), "{}", TestContext.Current.CancellationToken);
        await using var worker = await TestWorker.StartAsync(options => options.Models["broken"] = folder, realEngine: true);
        var failed = Assert.IsType<JobFailed>((await worker.RunAsync(Postcard("a") with { Model = "broken" }))[^1]);
        Assert.Equal(FailureReason.ModelInvalid, failed.Reason);
        Assert.StartsWith("broken", failed.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static Task<TestWorker> StartAsync() => TestWorker.StartAsync(
        options =>
        {
            options.Models["postcards"] = Path.Combine(Models(), "base");
            options.AdapterFolders.Add(Path.Combine(Models(), "controlnets"));
            options.AdapterFolders.Add(Path.Combine(Models(), "loras"));
            options.Adapters["vae"] = Path.Combine(Models(), "base/vae");
        },
        realEngine: true);

    private static GenerateImages Postcard(string id) =>
        new() { JobId = id, Model = "postcards", Prompt = "a lighthouse at night", Seed = 7, Steps = 2, PromptSyntax = PromptSyntax.Plain };

    private static void AssertIsPicture(ReadOnlyMemory<byte> file)
    {
        var picture = PictureReader.Read(file);
        Assert.Equal((128, 128), (picture.Width, picture.Height));
        var mean = picture.Pixels.Average(value => value);
        Assert.True(picture.Pixels.Average(value => (value - mean) * (value - mean)) > 25, "The picture is flat.");
    }

    private static string Models([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "../../../models/postcards"));
}
