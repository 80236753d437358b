using SwiftDiffusion.Diffusion.Adapters;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Diffusion.Tests.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

/// <summary>What stays in memory of ControlNets and LoRAs, and what is read again.</summary>
[Collection(nameof(NativeMemory))]
public sealed class AdapterCachesTests : IDisposable
{
    private static readonly string Ink = Repository.PathOf("models/postcards/loras/ink.safetensors");
    private static readonly string Neon = Repository.PathOf("models/postcards/loras/neon.safetensors");
    private static readonly ControlNetUse Edges = new(Repository.PathOf("models/postcards/controlnets/edges"), Postcards.Edges(64));
    private static readonly ControlNetUse Other = new(Repository.PathOf("models/postcards/controlnets/depth"), Postcards.Edges(64));

    private readonly DisposableList owned = new();

    [Fact]
    public void Lora_AskedForTwice_IsReadOnce()
    {
        var model = Load(new EngineOptions());
        Assert.Same(Read(model, Ink), Read(model, Ink));
    }

    [Fact]
    public void Lora_OverBudget_IsReadAgain()
    {
        var bytes = Read(Load(new EngineOptions()), Ink).Bytes;
        var model = Load(new EngineOptions { LoraMemory = bytes });
        var first = Read(model, Ink);
        Read(model, Neon);
        Assert.NotSame(first, Read(model, Ink));
    }

    [Fact]
    public async Task Lora_AskedForByManyAtOnce_IsReadOnce()
    {
        var model = Load(new EngineOptions());
        using var barrier = new Barrier(4);
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return Read(model, Ink);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        Assert.Single((await Task.WhenAll(readers)).Distinct());
    }

    [Fact]
    public void Lora_Replaced_IsReadAgain()
    {
        var (model, folder) = (Load(new EngineOptions()), owned.Add(new TemporaryFolder()));
        var path = folder.Copy("models/postcards/loras/ink.safetensors", "lora.safetensors");
        var first = Read(model, path);
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddSeconds(1));
        Assert.NotSame(first, Read(model, path));
    }

    [Fact]
    public void ControlNet_WithinBudget_StaysInMemory()
    {
        var model = Load(new EngineOptions());
        var cache = owned.Add(new ControlNetCache(model.Denoiser.Config, model.Devices, budget: 1 << 30));
        var first = cache.Get([Edges])[0];
        cache.Get([Other]);
        Assert.Same(first, cache.Get([Edges])[0]);
    }

    [Fact]
    public void ControlNet_OverBudget_GivesItsMemoryBack()
    {
        var model = Load(new EngineOptions());
        var cache = owned.Add(new ControlNetCache(model.Denoiser.Config, model.Devices, budget: 0));
        var both = cache.Get([Edges, Other]);
        Assert.Equal(2, both.Distinct().Count());
        cache.Get([]);
        Assert.NotSame(both[0], cache.Get([Edges])[0]);
    }

    [Fact]
    public void ControlNet_OnTwoDevices_HasOneCopyOfTheWeights()
    {
        var model = Load(new EngineOptions { Devices = [.. Enumerable.Repeat(DeviceSpec.Parse("cpu:threads=1"), 3)] });
        var cache = owned.Add(new ControlNetCache(model.Denoiser.Config, model.Devices, budget: 1 << 30));
        cache.Get([Edges]);
        var bytes = NativeTensors.Bytes;
        var both = cache.Get([Edges, Edges]);
        Assert.NotSame(both[0], both[1]);
        Assert.Equal(bytes, NativeTensors.Bytes);
    }

    public void Dispose() => owned.Dispose();

    private static Lora Read(ModelParts model, string path) => model.Loras.Prepare([new LoraUse(path)]).Loras[0].Lora.Result;

    private ModelParts Load(EngineOptions options) => owned.Add(ModelParts.Load(Postcards.Folder, options));
}
