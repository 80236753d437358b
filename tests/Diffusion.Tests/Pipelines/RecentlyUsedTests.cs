using System.Diagnostics.Metrics;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

public sealed class RecentlyUsedTests
{
    [Fact]
    public void Trim_OverBudget_LetsGoOfWhatWasNotUsedForLongest()
    {
        using var cache = new RecentlyUsed<string, Thing>("test", budget: 20);
        Thing a = Add(cache, "a", 10), b = Add(cache, "b", 10), c = Add(cache, "c", 10);
        Assert.True(cache.TryGet("a", out _));
        cache.Trim(inUse: 1);
        Assert.Equal(["a", "c"], cache.Keys);
        Assert.Equal((false, true, false), (a.Disposed, b.Disposed, c.Disposed));
        Assert.Equal(20, cache.Bytes);
    }

    [Fact]
    public void Trim_InUse_StaysWhateverItTakes()
    {
        using var cache = new RecentlyUsed<string, Thing>("test", budget: 5);
        Add(cache, "a", 10);
        Add(cache, "b", 10);
        Add(cache, "c", 10);
        cache.Trim(inUse: 2);
        Assert.Equal(["c", "b"], cache.Keys);
        cache.Trim(inUse: 0);
        Assert.Empty(cache.Keys);
    }

    [Fact]
    public void Dispose_Kept_DisposesAll()
    {
        var cache = new RecentlyUsed<string, Thing>("test", budget: 20);
        var thing = Add(cache, "a", 10);
        cache.Dispose();
        Assert.True(thing.Disposed);
    }

    [Fact]
    public void Use_AllOfIt_IsMeasured()
    {
        var sums = new Dictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == EngineMetrics.MeterName)
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            if ("measured".Equals(tags[0].Value))
            {
                sums[instrument.Name] = sums.GetValueOrDefault(instrument.Name) + value;
            }
        });
        listener.Start();
        using var cache = new RecentlyUsed<string, Thing>("measured", budget: 10);
        Add(cache, "a", 10);
        Add(cache, "b", 7);
        cache.TryGet("a", out _);
        cache.TryGet("nothing", out _);
        cache.Trim(inUse: 1);
        Assert.Equal((1, 2, 1, 10), (sums["swiftdiffusion.adapters.hits"], sums["swiftdiffusion.adapters.loads"], sums["swiftdiffusion.adapters.resident"], sums["swiftdiffusion.adapters.memory"]));
    }

    private static Thing Add(RecentlyUsed<string, Thing> cache, string key, long bytes)
    {
        var thing = new Thing();
        cache.Add(key, thing, bytes);
        return thing;
    }

    private sealed class Thing : IDisposable
    {
        public bool Disposed { get; private set; }

        public void Dispose() => Disposed = true;
    }
}
