using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Tests.Onnx;

public sealed class DeviceTests
{
    [Fact]
    public void Start_Several_AreDoneInOrderOnOneThread()
    {
        using var device = new Device(DeviceSpec.Cpu);
        var (order, threads) = (new List<int>(), new HashSet<int>());
        var runs = Enumerable.Range(0, 100).Select(i => device.Start(() =>
        {
            order.Add(i);
            threads.Add(Environment.CurrentManagedThreadId);
        })).ToArray();
        runs[^1].Join();
        Assert.Equal(Enumerable.Range(0, 100), order);
        Assert.NotEqual(Environment.CurrentManagedThreadId, Assert.Single(threads));
    }

    [Fact]
    public void Start_TwoDevices_WorkAtTheSameTime()
    {
        using Device one = new(DeviceSpec.Parse("cpu:threads=1"), isAlone: false), other = new(DeviceSpec.Parse("cpu:threads=1"), isAlone: false);
        using var barrier = new Barrier(2);
        using var runs = new DeviceRuns();
        runs.Add(one.Start(barrier.SignalAndWait));
        runs.Add(other.Start(barrier.SignalAndWait));
        runs.Join();
        Assert.Equal(1, barrier.CurrentPhaseNumber);
    }

    [Fact]
    public void Join_WorkThatFailed_ThrowsWhatItThrewAndTheDeviceGoesOn()
    {
        using var device = new Device(DeviceSpec.Cpu);
        var failed = device.Start(() => throw new InvalidOperationException("Out of paint."));
        Assert.Equal("Out of paint.", Assert.Throws<InvalidOperationException>(failed.Join).Message);
        device.Start(() => { }).Join();
    }

    [Fact]
    public void Join_OneOfTwoFailed_WaitsForTheOtherFirst()
    {
        using Device one = new(DeviceSpec.Cpu), other = new(DeviceSpec.Cpu);
        using var failed = new ManualResetEventSlim();
        var ended = false;
        using var runs = new DeviceRuns();
        runs.Add(one.Start(() =>
        {
            failed.Set();
            throw new InvalidOperationException("Out of paint.");
        }));
        runs.Add(other.Start(() =>
        {
            failed.Wait(TestContext.Current.CancellationToken);
            Volatile.Write(ref ended, true);
        }));
        Assert.Throws<InvalidOperationException>(runs.Join);
        Assert.True(Volatile.Read(ref ended));
    }

    [Fact]
    public void Open_Cuda_SaysWhatIsAllowed()
    {
        var error = Assert.Throws<DeviceUnavailableException>(() => new Device(DeviceSpec.Parse("cuda:0")));
        Assert.Equal("device 'cuda:0' cannot be used: this version computes on the host's cores; allowed are cpu and cpu:threads=N.", error.Message);
    }

    [Fact]
    public void Dispose_WorkStarted_EndsItFirst()
    {
        var device = new Device(DeviceSpec.Cpu);
        var done = 0;
        for (var i = 0; i < 10; i++)
        {
            device.Start(() => done++);
        }

        device.Dispose();
        Assert.Equal(10, done);
    }
}
