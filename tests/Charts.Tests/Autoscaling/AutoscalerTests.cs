using SwiftDiffusion.Bench.Fleet.Scaling;

namespace SwiftDiffusion.Charts.Tests.Autoscaling;

public sealed class AutoscalerTests
{
    private readonly ScalingPolicy policy = new() { MaxReplicas = 10 };

    [Fact]
    public void Next_FirstJob_StartsOneWorker() => Assert.Equal(1, new Autoscaler(policy).Next(0, jobs: 50, replicas: 0));

    [Fact]
    public void Next_ManyJobs_GrowsByFourThenToTwice()
    {
        var autoscaler = new Autoscaler(policy);
        Assert.Equal(5, autoscaler.Next(0, jobs: 100, replicas: 1));
        Assert.Equal(10, autoscaler.Next(15, jobs: 100, replicas: 5));
        Assert.Equal(10, autoscaler.Next(30, jobs: 100, replicas: 10));
    }

    [Fact]
    public void Next_OneJobInHandForHours_NeverStopsTheLastWorker()
    {
        var autoscaler = new Autoscaler(policy);
        Assert.All(Enumerable.Range(0, 1000), look => Assert.Equal(1, autoscaler.Next(look * 15, jobs: 1, replicas: 1)));
    }

    [Fact]
    public void Next_NoJob_StopsAllAfterTheCooldownAndNotBefore()
    {
        var autoscaler = new Autoscaler(policy);
        autoscaler.Next(0, jobs: 1, replicas: 1);
        Assert.Equal(1, autoscaler.Next(899, jobs: 0, replicas: 1));
        Assert.Equal(0, autoscaler.Next(900, jobs: 0, replicas: 1));
    }

    [Fact]
    public void Next_FewerJobs_ShrinksOneByOneWhenTheyHaveBeenFewLongEnough()
    {
        var autoscaler = new Autoscaler(policy);
        Assert.Equal(4, autoscaler.Next(0, jobs: 8, replicas: 4));
        Assert.Equal(4, autoscaler.Next(15, jobs: 1, replicas: 4));
        Assert.Equal(4, autoscaler.Next(600, jobs: 1, replicas: 4));
        Assert.Equal(3, autoscaler.Next(615, jobs: 1, replicas: 4));
        Assert.Equal(3, autoscaler.Next(630, jobs: 1, replicas: 3));
        Assert.Equal(2, autoscaler.Next(735, jobs: 1, replicas: 3));
    }

    [Fact]
    public void Next_MinReplicas_AreKept() => Assert.Equal(2, new Autoscaler(policy with { MinReplicas = 2 }).Next(1e6, jobs: 0, replicas: 2));
}
