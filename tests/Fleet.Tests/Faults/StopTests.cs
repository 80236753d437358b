using System.Globalization;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Storage;

namespace SwiftDiffusion.Fleet.Tests.Faults;

/// <summary>Jobs that are not wanted any more, or too late.</summary>
public sealed class StopTests(FleetServers servers)
{
    [Fact]
    public async Task CancelJob_WhileItIsPainted_EndsItWithinAStepAndTheNextIsPainted()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await using var worker = await WorkerProgram.StartAsync(scene.Settings(stepTime: 1));
        var job = Assert.Single(await scene.SendAsync("long", 1, """, "steps": 150"""));
        await scene.Outcomes.UntilStartedAsync(job);

        await scene.Outcomes.CancelAsync(job);

        await EndsAsync(scene, job, nameof(JobCancelled));
        await scene.AllSucceedAsync(await scene.SendAsync("next", 1, """, "steps": 1"""));
    }

    [Fact]
    public async Task CancelMark_WhileItIsQueued_IsNeverPainted()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await scene.DeclareAsync();
        var job = Assert.Single(await scene.SendAsync("queued", 1));
        await scene.Blobs.PutAsync(JobBlobs.CancelMark(null, job), new BlobContent(Array.Empty<byte>(), "text/plain"), TestContext.Current.CancellationToken);

        await using var worker = await WorkerProgram.StartAsync(scene.Settings());

        await EndsAsync(scene, job, nameof(JobCancelled));
        Assert.DoesNotContain(scene.Outcomes.All, heard => heard.Type == nameof(JobStarted));
    }

    [Fact]
    public async Task Deadline_WhileItIsPainted_ExpiresIt()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await using var worker = await WorkerProgram.StartAsync(scene.Settings(stepTime: 1));
        var job = Assert.Single(await scene.SendAsync("long", 1, $$""", "steps": 150, "deadline": "{{In(seconds: 15)}}" """));
        await scene.Outcomes.UntilStartedAsync(job);

        await EndsAsync(scene, job, nameof(JobExpired));
    }

    [Fact]
    public async Task Deadline_WhileItIsQueued_IsNeverPainted()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await scene.DeclareAsync();
        var job = Assert.Single(await scene.SendAsync("late", 1, $$""", "deadline": "{{In(seconds: -1)}}" """));

        await using var worker = await WorkerProgram.StartAsync(scene.Settings());

        await EndsAsync(scene, job, nameof(JobExpired));
        Assert.DoesNotContain(scene.Outcomes.All, heard => heard.Type == nameof(JobStarted));
    }

    private static string In(int seconds) => TimeProvider.System.GetUtcNow().AddSeconds(seconds).ToString("O", CultureInfo.InvariantCulture);

    private static async Task EndsAsync(Scene scene, string job, string type)
    {
        Assert.Equal(type, (await scene.Outcomes.EndsAsync([job]))[job].Type);
        Assert.Null(await scene.ManifestAsync(job));
    }
}
