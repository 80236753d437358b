using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

/// <summary>Counts live native tensors, so nothing may run beside it.</summary>
[CollectionDefinition(nameof(NativeMemory), DisableParallelization = true)]
public sealed class NativeMemory;

[Collection(nameof(NativeMemory))]
public sealed class OwnershipTests
{
    private static readonly ControlNetUse Edges = new(Repository.PathOf("models/postcards/controlnets/edges"), Postcards.Edges(64));

    [Fact]
    public void Dispose_AfterPainting_FreesEveryTensor()
    {
        var before = NativeTensors.Live;
        using (var postcards = new Postcards())
        {
            postcards.Paint(Postcards.Small with { Steps = 1, ControlNets = [Edges] });
            Assert.True(NativeTensors.Live > before);
        }

        Assert.Equal(before, NativeTensors.Live);
    }

    [Fact]
    public void Paint_TwoHundredTimes_HoldsNoMoreMemoryThanAfterTheTwentieth()
    {
        using var postcards = new Postcards();
        PaintMany(postcards, 20);
        var (tensors, bytes, resident) = (NativeTensors.Live, NativeTensors.Bytes, Resident());
        PaintMany(postcards, 180);
        Assert.Equal((tensors, bytes), (NativeTensors.Live, NativeTensors.Bytes));
        // What ONNX Runtime allocates is not counted above. A leak of one latent tensor a job would be far below this, one of a session's activations above it.
        Assert.True(Resident() - resident < 64 << 20, $"{(Resident() - resident) >> 20} MiB more are resident.");
    }

    [Fact]
    public void Paint_CancelledOrFailed_FreesWhatItAllocated()
    {
        using var postcards = new Postcards();
        postcards.Paint(Postcards.Small with { ControlNets = [Edges] });
        var live = NativeTensors.Live;
        using var cancelled = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => postcards.PaintUntil(Postcards.Small with { ControlNets = [Edges] }, _ => cancelled.Cancel(), cancelled.Token));
        Assert.Throws<InvalidOperationException>(() => postcards.Paint(Postcards.Small, _ => throw new InvalidOperationException("The listener failed.")));
        Assert.Equal(live, NativeTensors.Live);
    }

    [Fact]
    public void Load_OneNetworkBroken_FreesTheOthers()
    {
        var before = NativeTensors.Live;
        var folder = Directory.CreateTempSubdirectory("swiftdiffusion-");
        try
        {
            Copy(Postcards.Folder, folder.FullName);
            var vae = Path.Combine(folder.FullName, "vae", "diffusion_pytorch_model.safetensors");
            File.WriteAllBytes(vae, File.ReadAllBytes(vae)[..^100]);
            Assert.Throws<CheckpointException>(() => StableDiffusionPipeline.Load(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Assert.Equal(before, NativeTensors.Live);
    }

    private static void PaintMany(Postcards postcards, uint count)
    {
        for (uint seed = 0; seed < count; seed++)
        {
            postcards.Paint(Postcards.Small with { Steps = 1, Seed = seed, ControlNets = seed % 4 == 0 ? [Edges] : [] });
        }
    }

    private static long Resident()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
