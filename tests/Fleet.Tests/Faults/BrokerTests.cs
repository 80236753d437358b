using SwiftDiffusion.Fleet.Tests.Taps;

namespace SwiftDiffusion.Fleet.Tests.Faults;

/// <summary>The broker goes away, or the way to it: every job ends, and every end is told once.</summary>
public sealed class BrokerTests(FleetServers servers)
{
    [Fact]
    public async Task Stop_WhileJobsArePaintedAndWait_AllEndOnceItIsBack()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await using var worker = await WorkerProgram.StartAsync(scene.Settings(stepTime: 0.02));
        var jobs = await scene.SendAsync("job", 20);
        await scene.Outcomes.UntilSucceededAsync(3);

        await servers.Broker.StopAsync();
        Assert.Equal(System.Net.HttpStatusCode.OK, await worker.StatusAsync("health/live"));
        await worker.NotReadyAsync();
        await servers.Broker.StartAsync();

        await scene.AllSucceedAsync(jobs);
        await worker.ReadyAsync();
    }

    [Fact]
    public async Task Cut_InMidPublish_IsToldOnceItIsConnectedAgain()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await CutAtAsync(scene, frame => Units.IsPublish(frame, ":JobSucceeded") ? Hold.After : Hold.No);
        Assert.Single(scene.Outcomes.All, heard => heard.Type == "JobSucceeded");
    }

    [Fact]
    public async Task Cut_AfterPublishBeforeConfirm_IsToldAgainByTheSameId()
    {
        await using var scene = await Scene.OpenAsync(servers);
        // The frame after the publish is the header, the one after that the event itself.
        var publishing = 0;
        await CutAtAsync(scene, frame => Units.IsPublish(frame, ":JobSucceeded") || publishing > 0 ? ++publishing == 3 ? Hold.After : Hold.No : Hold.No, told: 2);
        var told = scene.Outcomes.All.Where(heard => heard.Type == "JobSucceeded").ToArray();
        Assert.Equal(2, told.Length);
        Assert.Single(told.DistinctBy(heard => (heard.Id, heard.Source, heard.Body)));
    }

    [Fact]
    public async Task Cut_AgainAndAgain_EveryJobEndsOnce()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await using var broker = new Tap(servers.Broker.Port, Units.Amqp).Open();
        // Each cut returns what was in hand, and no worker is lost: the limit to returns is not what this is about.
        await scene.DeclareAsync(deliveryLimit: 100);
        await using var worker = await WorkerProgram.StartAsync(scene.Settings(stepTime: 0.01, broker.Port, more: ("RabbitMq:DeliveryLimit", "100")));
        var jobs = await scene.SendAsync("job", 40);
        for (var cuts = 1; cuts <= 6; cuts++)
        {
            await scene.Outcomes.UntilSucceededAsync(3 * cuts);
            broker.Cut();
        }

        await scene.AllSucceedAsync(jobs);
    }

    /// <summary>Cuts the worker's connection at a point of its talk with the broker; the same worker ends the job.</summary>
    private async Task CutAtAsync(Scene scene, Func<byte[], Hold> point, int told = 1)
    {
        await using var broker = new Tap(servers.Broker.Port, Units.Amqp) { Watch = point }.Open();
        await using var worker = await WorkerProgram.StartAsync(scene.Settings(brokerPort: broker.Port));
        var jobs = await scene.SendAsync("job", 1);
        await broker.HeldAsync();
        // Where it is told twice, the first time is before the cut: what the broker has not read yet would go with the connection.
        await scene.Outcomes.UntilToldAsync("JobSucceeded", told - 1);
        broker.Watch = _ => Hold.No;
        broker.Cut();

        await scene.AllSucceedAsync(jobs);
        await scene.Outcomes.UntilToldAsync("JobSucceeded", told);
        // Its acknowledgement comes after its event: once it has ended in good order, nothing of the job is left to come.
        worker.Terminate();
        Assert.Equal(0, await worker.ExitAsync());
    }
}
