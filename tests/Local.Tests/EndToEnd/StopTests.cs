using System.Diagnostics;

namespace SwiftDiffusion.Local.Tests.EndToEnd;

/// <summary>Ctrl+C and its kin stop the program, quickly and without a trace.</summary>
[Collection("processes")]
public sealed class StopTests : IDisposable
{
    // Far longer than anyone waits: minutes of painting, so that a run that isn't stopped cannot pass.
    private static readonly string[] LongRun = ["paint", "a red house", "--steps", "150", "--count", "16", "--width", "256", "--height", "256", "--out", "new/a.png", "--json"];
    private static readonly TimeSpan Quickly = TimeSpan.FromMinutes(1);

    private readonly PictureFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(CliProcess.Interrupt, 130)]
    [InlineData(CliProcess.Terminate, 143)]
    public async Task Signal_WhilePainting_CancelsWithinAStepAndLeavesNothing(int signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var cli = CliProcess.Start(folder, LongRun);
        await UntilPaintingAsync(cli);
        cli.Signal(signal);
        await AssertEndsAsync(cli, exitCode, "{\"event\":\"cancelled\"");
    }

    [Fact]
    public async Task Signal_AgainAndAgain_EndsAtOnceAndLeavesNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals.");
        using var cli = CliProcess.Start(folder, LongRun);
        await UntilPaintingAsync(cli);
        cli.Signal(CliProcess.Interrupt);
        cli.Signal(CliProcess.Interrupt);
        cli.Signal(CliProcess.Interrupt);
        await AssertEndsAsync(cli, 130, told: "");
    }

    private static async Task UntilPaintingAsync(CliProcess cli)
    {
        while (await cli.ReadLineAsync() is var line && !line!.StartsWith("{\"event\":\"progress\"", StringComparison.Ordinal))
        {
            Assert.NotNull(line);
        }
    }

    private async Task AssertEndsAsync(CliProcess cli, int exitCode, string told)
    {
        var watch = Stopwatch.StartNew();
        var result = await cli.EndAsync();
        Assert.True(watch.Elapsed < Quickly, $"It took {watch.Elapsed}.");
        Assert.True(result.ExitCode == exitCode, result.ToString());
        Assert.Contains(told, result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.Empty(folder.Names);
        folder.AssertNoLeftovers();
    }
}
