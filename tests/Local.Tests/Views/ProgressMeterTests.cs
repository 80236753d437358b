using SwiftDiffusion.Local.Tests.Fakes;
using SwiftDiffusion.Local.Views;
using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Local.Tests.Views;

public sealed class ProgressMeterTests
{
    private readonly ProgressMeter meter = new();

    [Fact]
    public void Step_NothingBefore_TellsNoRate() => Assert.Equal("step 3 of 25", Step(3, 1).ToString());

    [Fact]
    public void Step_FirstAfterStart_CountsFromTheStart()
    {
        Start(0);
        Assert.Equal("step 2 of 25, 4 steps/s, 6 s left", Step(2, 0.5).ToString());
    }

    [Fact]
    public void Step_Later_LeavesOutWhatCameBeforeTheFirstSteps()
    {
        Start(0);
        Step(1, 10);
        Assert.Equal("step 11 of 25, 5 steps/s, 3 s left", Step(11, 12).ToString());
    }

    [Fact]
    public void Step_Last_HasNothingLeft()
    {
        Start(0);
        Assert.Equal("step 25 of 25, 2.5 steps/s", Step(25, 10).ToString());
    }

    [Fact]
    public void Start_Again_BeginsAnew()
    {
        Start(0);
        Step(20, 1);
        Start(100);
        Assert.Equal("step 1 of 25, 0.5 steps/s, 48 s left", Step(1, 102).ToString());
    }

    [Theory]
    [InlineData(100, "step 1 of 25, 0.01 steps/s, 40 min left")]
    [InlineData(1000, "step 1 of 25, 0 steps/s, 6.7 h left")]
    public void Step_Slow_TellsMinutesAndHours(double seconds, string line)
    {
        Start(0);
        Assert.Equal(line, Step(1, seconds).ToString());
    }

    private void Start(double seconds) => meter.Start(new JobStarted { JobId = "a", Time = Workspace.Noon.AddSeconds(seconds), Worker = "w", Seed = 1 });

    private ProgressReading Step(int step, double seconds) => meter.Step(new JobProgress { JobId = "a", Time = Workspace.Noon.AddSeconds(seconds), Step = step, Of = 25 });
}
