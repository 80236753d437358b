using SwiftDiffusion.Bench.Fleet;
using SwiftDiffusion.Bench.Fleet.Scaling;
using SwiftDiffusion.Bench.Fleet.Traffic;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Charts.Tests.Autoscaling;

public sealed class FleetRunTests
{
    private static readonly FleetCosts Costs = new() { PodStart = 30, BaseModel = 20, Lora = 4, ControlNet = 3 };

    [Fact]
    public void Replay_OneJobOnAStoppedPool_WaitsForALookAPodAndItsModel()
    {
        // It comes at 1, is seen at 15, and the worker takes 50 to be warm.
        var job = Job(arrival: 1);
        FleetRun.Replay([job], [Pool("m")], Costs);

        Assert.Equal(64, job.Wait, 1e-9);
    }

    [Fact]
    public void Replay_OneWorker_PaintsOneAfterAnotherWithoutAGap()
    {
        FleetJob[] jobs = [Job(100), Job(100), Job(100)];
        FleetRun.Replay(jobs, [Pool("m", min: 1, max: 1)], Costs);

        Assert.Equal([0, 10, 20], jobs.Select(job => job.Wait));
    }

    [Fact]
    public void Replay_JobOfLowPriority_ComesAfterThoseOfNormalPriority()
    {
        FleetJob[] jobs = [Job(100), Job(100, JobPriority.Low), Job(100), Job(100), Job(100)];
        FleetRun.Replay(jobs, [Pool("m", min: 1, max: 1)], Costs);

        Assert.Equal([0, 40, 10, 20, 30], jobs.Select(job => job.Wait));
    }

    [Fact]
    public void Replay_AnotherBaseModelOnTheSameWorker_IsLoadedFirst()
    {
        FleetJob[] jobs = [Job(100), Job(100) with { Model = "n" }];
        var outcome = FleetRun.Replay(jobs, [new PoolPlan(["m", "n"], new ScalingPolicy { MinReplicas = 1, MaxReplicas = 1 })], Costs);

        Assert.Equal([0, 30], jobs.Select(job => job.Wait));
        Assert.Equal(1, outcome.ModelSwitches);
    }

    [Fact]
    public void Replay_AdaptersOfTheNextJob_LoadWhileThisOneIsPainted()
    {
        FleetJob[] jobs = [Job(100), Job(100) with { ControlNets = [1, 2], Loras = [7] }, Job(300) with { ControlNets = [1], Loras = [7] }];
        var outcome = FleetRun.Replay(jobs, [Pool("m", min: 1, max: 1)], Costs);

        Assert.Equal([0, 10, 0], jobs.Select(job => job.Wait));
        Assert.Equal((1 / 3.0, 1 / 2.0), (outcome.ControlNetHits, outcome.LoraHits));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Replay_DrawnTraffic_PaintsEveryJobAndIsAlwaysTheSame(int seed)
    {
        var jobs = GenTdMix.Draw(days: 1, rate: 1, seed);
        PoolPlan[] pools = [new([.. jobs.Select(job => job.Model).Distinct()], new ScalingPolicy())];
        var outcome = FleetRun.Replay(jobs, pools, new FleetCosts());

        Assert.All(jobs, job => Assert.True(job.Wait >= 0));
        Assert.Equal(outcome, FleetRun.Replay(jobs, pools, new FleetCosts()));
    }

    [Fact]
    public void Replay_WorkersAlwaysThere_CostTheirTime()
    {
        FleetJob[] jobs = [Job(7200)];
        var outcome = FleetRun.Replay(jobs, [Pool("m", min: 3, max: 3)], Costs);

        Assert.Equal(6, outcome.GpuHours, 0.01);
    }

    private static FleetJob Job(double arrival, JobPriority priority = JobPriority.Normal) => new(arrival, "m", priority, Painting: 10, [], []);

    private static PoolPlan Pool(string model, int min = 0, int max = 4) => new([model], new ScalingPolicy { MinReplicas = min, MaxReplicas = max });
}
