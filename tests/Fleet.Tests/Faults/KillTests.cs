using SwiftDiffusion.Fleet.Tests.Taps;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Storage;

namespace SwiftDiffusion.Fleet.Tests.Faults;

/// <summary>A worker that is killed at any point loses nothing: another one ends the job, once.</summary>
public sealed class KillTests(FleetServers servers)
{
    private const string Job = "job-0";

    // 1 pixel, grey.
    private static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==");

    [Fact]
    public async Task Kill_WhilePreparing_AnotherPaints()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await scene.Blobs.PutAsync(new BlobKey("inputs/a.png"), new BlobContent(Png, "image/png"), TestContext.Current.CancellationToken);
        await KillAtAsync(scene, unit => Units.IsRequest(unit, "GET", "/inputs/a.png") ? Hold.Before : Hold.No, _ => Hold.No, """, "initImage": {"blob": "inputs/a.png"}""");
        Assert.Equal("second", (await scene.ManifestAsync(Job))!.Worker);
    }

    [Fact]
    public async Task Kill_WhilePainting_AnotherPaints()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await using (var first = await WorkerProgram.StartAsync(scene.Settings(stepTime: 60)))
        {
            await scene.SendAsync("job", 1);
            await scene.Outcomes.UntilAsync(nameof(JobStarted), Job);
            await first.KillAsync();
        }

        await using var second = await WorkerProgram.StartAsync(scene.Settings());
        await scene.AllSucceedAsync([Job]);
    }

    [Fact]
    public async Task Kill_AfterTheImages_AnotherPaintsOverThem()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await KillAtAsync(scene, unit => Units.IsRequest(unit, "PUT", "/result.json") ? Hold.Before : Hold.No, _ => Hold.No);
        Assert.Equal("second", (await scene.ManifestAsync(Job))!.Worker);
    }

    [Fact]
    public async Task Kill_AfterTheManifest_AnotherTellsOfIt()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await KillAtAsync(scene, unit => Units.IsRequest(unit, "PUT", "/result.json") ? Hold.After : Hold.No, _ => Hold.No);
        Assert.Equal("first", (await scene.ManifestAsync(Job))!.Worker);
    }

    [Fact]
    public async Task Kill_AfterPublishBeforeAck_AnotherTellsTheSameAgain()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await KillAtAsync(scene, _ => Hold.No, frame => Units.IsAck(frame) ? Hold.Before : Hold.No);
        Assert.Equal("first", (await scene.ManifestAsync(Job))!.Worker);
        var told = scene.Outcomes.All.Where(heard => heard is { Type: nameof(JobSucceeded), Job: Job }).ToArray();
        Assert.Equal(2, told.Length);
        Assert.Single(told.DistinctBy(heard => (heard.Id, heard.Source, heard.Body)));
        Assert.Equal("first", MessageJson.Deserialize<JobSucceeded>(System.Text.Encoding.UTF8.GetBytes(told[1].Body)).Result.Worker);
    }

    /// <summary>Kills the first worker at a point of its talk with blob server or broker, and lets a second one end the job.</summary>
    private async Task KillAtAsync(Scene scene, Func<byte[], Hold> blobPoint, Func<byte[], Hold> brokerPoint, string more = "")
    {
        await using var blobs = new Tap(servers.Blobs.Port, Units.Http) { Watch = blobPoint }.Open();
        await using var broker = new Tap(servers.Broker.Port, Units.Amqp) { Watch = brokerPoint }.Open();
        await using (var first = await WorkerProgram.StartAsync(scene.Settings(0, broker.Port, blobs.Port, ("Worker:Name", "first"))))
        {
            await scene.SendAsync("job", 1, more);
            await Task.WhenAny(blobs.HeldAsync(), broker.HeldAsync()).Unwrap();
            await first.KillAsync();
            broker.Cut();
        }

        await using var second = await WorkerProgram.StartAsync(scene.Settings(more: ("Worker:Name", "second")));
        await scene.AllSucceedAsync([Job]);
        // Its acknowledgement comes after its event: once it has ended in good order, nothing of the job is left to come.
        second.Terminate();
        Assert.Equal(0, await second.ExitAsync());
    }
}
