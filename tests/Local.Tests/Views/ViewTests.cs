using System.Text.Json.Nodes;
using SwiftDiffusion.Local.Painting;
using SwiftDiffusion.Local.Tests.Fakes;
using SwiftDiffusion.Local.Views;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Local.Tests.Views;

public sealed class ViewTests : IDisposable
{
    private readonly StringWriter results = new() { NewLine = "\n" };
    private readonly StringWriter errors = new() { NewLine = "\n" };

    private static Painted Painted => new(
        new JobResult
        {
            JobId = "local",
            CompletedAt = Workspace.Noon,
            Images = [new ImageResult { Index = 0, Seed = 7, Blob = "jobs/local/0.png", ContentType = "image/png", Width = 128, Height = 64, Sha256 = "ab" }],
            Metrics = new JobMetrics { Load = 0.4, Encode = 0.05, Denoise = 3.2, Decode = 0.1, Upload = 0.02, Patch = 0.3 },
            Model = "tiny",
            Sampler = "ddim",
            Worker = "local",
            EngineVersion = "1",
            Warnings = ["the prompt was cut"],
            Loras = [new LoraPatch { Lora = "ink", Step = 0, MatchedModules = 3, UnmatchedKeys = ["a", "b"] }],
        },
        ["/pictures/a.png"]);

    public void Dispose()
    {
        results.Dispose();
        errors.Dispose();
    }

    [Fact]
    public async Task LineView_ARun_TellsProgressApartFromResult()
    {
        await using var view = PaintViews.Create(new Terminal(results, errors, CanDraw: false), json: false);
        Play(view);
        await view.CloseAsync();
        view.Painted(Painted, TimeSpan.FromSeconds(4.5));
        Assert.Equal(
            "painting, seed 7\nstep 1 of 30, 1 steps/s, 29 s left\nstep 7 of 30, 1 steps/s, 23 s left\nstep 30 of 30, 1 steps/s\n"
            + "warning: the prompt was cut\nwarning: LoRA 'ink' changed 3 modules; 2 of its keys fit nothing in the model.\n",
            errors.ToString());
        Assert.Equal(
            "/pictures/a.png  128x64, seed 7\nload 0.40 s, patch 0.30 s, encode 0.05 s, denoise 3.20 s, decode 0.10 s, store 0.02 s; total 4.50 s\n", results.ToString());
    }

    [Fact]
    public async Task LineView_BadArguments_AreALineEachAndPointToTheHelp()
    {
        await using var view = PaintViews.Create(new Terminal(results, errors, CanDraw: false), json: false);
        view.Failed(new CommandException(ExitCode.BadArguments, "--steps is 0.", "--width is 1."));
        Assert.Equal("error: --steps is 0.\nerror: --width is 1.\nSee swiftdiffusion paint --help.\n", errors.ToString());
        Assert.Empty(results.ToString());
    }

    [Fact]
    public async Task JsonView_ARun_IsALineOfJsonForEachEventAndTheResultLast()
    {
        await using var view = PaintViews.Create(new Terminal(results, errors, CanDraw: true), json: true);
        Play(view);
        view.Painted(Painted, TimeSpan.FromSeconds(4.5));
        var lines = results.ToString().TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["started", .. Enumerable.Repeat("progress", 30), "result"], lines.Select(line => (string)line["event"]!));
        Assert.Equal(12, (int)lines[12]["step"]!);
        Assert.Equal((0, 4.5, "/pictures/a.png"), ((int)lines[^1]["exitCode"]!, (double)lines[^1]["seconds"]!, (string)lines[^1]["files"]![0]!["path"]!));
        Assert.Equal("ddim", (string)lines[^1]["result"]!["sampler"]!);
        Assert.Empty(errors.ToString());
    }

    [Fact]
    public async Task JsonView_Failure_IsTheResultToo()
    {
        await using var view = PaintViews.Create(new Terminal(results, errors, CanDraw: false), json: true);
        view.Failed(new CommandException(ExitCode.Unusable, "It is broken."));
        var line = JsonNode.Parse(results.ToString())!;
        Assert.Equal(("result", 3, "It is broken."), ((string)line["event"]!, (int)line["exitCode"]!, (string)line["errors"]![0]!));
        Assert.Equal("error: It is broken.\n", errors.ToString());
    }

    [Fact]
    public async Task BarView_ARun_LeavesOnlyTheResult()
    {
        await using var view = PaintViews.Create(new Terminal(results, errors, CanDraw: true), json: false);
        view.Open();
        Play(view);
        view.Tell("a [bold] warning");
        await view.CloseAsync();
        view.Painted(Painted, TimeSpan.FromSeconds(4.5));
        Assert.Contains("a [bold] warning", errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("/pictures/a.png  128x64, seed 7", results.ToString(), StringComparison.Ordinal);
    }

    private static void Play(IPaintView view)
    {
        view.Show(new JobStarted { JobId = "local", Time = Workspace.Noon, Worker = "local", Seed = 7 });
        for (var step = 1; step <= 30; step++)
        {
            // The steps from 2 to 5 come within the interval after the first, those from 8 on at the end all at once.
            view.Show(new JobProgress { JobId = "local", Time = Workspace.Noon.AddSeconds(step switch { < 6 => step, 30 => 30, 7 => 7, _ => step < 7 ? 5.5 : 8 }), Step = step, Of = 30 });
        }
    }
}
