using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Fleet.Tests.Faults;

/// <summary>A job that kills each worker that paints it is given up; those that only waited beside it are not.</summary>
public sealed class PoisonTests(FleetServers servers)
{
    private const int DeliveryLimit = 2;

    [Fact]
    public async Task Kill_WheneverAJobIsPainted_ThatJobIsLostAndOthersSucceed()
    {
        await using var scene = await Scene.OpenAsync(servers);
        await scene.DeclareAsync(DeliveryLimit);
        var settings = scene.Settings(stepTime: 0.1, more: ("RabbitMq:DeliveryLimit", $"{DeliveryLimit}"));
        var poison = Assert.Single(await scene.SendAsync("poison", 1));
        var others = await scene.SendAsync("job", 4, """, "steps": 1""");
        var deaths = 0;
        for (; !scene.Outcomes.HasEnded(poison); deaths++)
        {
            await using var victim = await WorkerProgram.LaunchAsync(settings);
            await scene.Outcomes.UntilStartedOrEndedAsync(poison, times: deaths + 1);
            await victim.KillAsync();
        }

        // Now and then it yields to another job that came back, which forgives it one return, but not for ever.
        Assert.InRange(deaths, DeliveryLimit + 1, (4 * DeliveryLimit) + 2);
        await using var last = await WorkerProgram.StartAsync(settings);
        var end = (await scene.Outcomes.EndsAsync([poison]))[poison];
        Assert.Equal(nameof(JobFailed), end.Type);
        var failed = MessageJson.Deserialize<JobFailed>(System.Text.Encoding.UTF8.GetBytes(end.Body));
        Assert.Equal(FailureReason.WorkerLost, failed.Reason);
        // The broker's time, which has whole seconds, and not that of whoever tells it: who tells it again says the same.
        Assert.Equal(0, failed.Time.Ticks % TimeSpan.TicksPerSecond);
        Assert.Null(await scene.ManifestAsync(poison));
        await scene.AllSucceedAsync(others);
    }
}
