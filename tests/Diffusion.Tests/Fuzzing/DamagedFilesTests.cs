using CsCheck;
using SwiftDiffusion.Diffusion.Adapters;
using SwiftDiffusion.Diffusion.Adapters.Inspection;
using SwiftDiffusion.Diffusion.Adapters.Naming;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Inspection;
using SwiftDiffusion.Diffusion.Tests.Checkpoints;
using SwiftDiffusion.Diffusion.Text;

namespace SwiftDiffusion.Diffusion.Tests.Fuzzing;

/// <summary>Whatever becomes of a file: it opens, or there is one error that names it. Nothing else is thrown, and memory stays in proportion to the file.</summary>
public sealed class DamagedFilesTests : IDisposable
{
    private const int Samples = 250;

    private readonly TemporaryFolder folder = new();
    private int refused;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("tests/goldens/models/sd15-tiny/vae/diffusion_pytorch_model.safetensors")]
    [InlineData("tests/goldens/models/sd15-tiny-controlnet-0/diffusion_pytorch_model.safetensors")]
    [InlineData("tests/goldens/single-files/sd15-tiny.safetensors")]
    [InlineData("tests/goldens/embeddings/sd15-tiny-two-vectors.safetensors")]
    [InlineData("tests/goldens/loras/sd15-tiny-lokr.safetensors")]
    public void Open_DamagedFile_WorksOrNamesTheFile(string path)
    {
        var sound = File.ReadAllBytes(Repository.PathOf(path));
        Action<string>[] readers =
        [
            file => CheckpointInspector.Inspect(file),
            file => LoraInspector.Inspect(file),
            file => Checkpoint.Open(file).Dispose(),
            file => ControlNetCheckpoint.Open(file).Dispose(),
            file => VaeCheckpoint.Open(file).Dispose(),
            file => TextualInversion.Open(file),
        ];
        Gen.Select(Damage.Any, Gen.Int[0, readers.Length - 1]).Sample((damage, reader) => AssertContained(damage(sound), readers[reader]), iter: Samples, threads: 1);
        Assert.True(refused > Samples / 2, $"{refused} of {Samples} files were refused: the damage is too small to test anything.");
    }

    [Theory]
    [InlineData("sd15-tiny-kohya")]
    [InlineData("sd15-tiny-lokr")]
    [InlineData("sd15-tiny-peft-alpha")]
    [InlineData("sd15-tiny-dora")]
    public void Match_DamagedLora_WorksOrNamesTheFile(string name)
    {
        using var model = Checkpoint.Open(Repository.PathOf("tests/goldens/models/sd15-tiny"));
        var matcher = new LoraMatcher(new AdapterTargets(model.UNet.Tensors, [.. model.TextEncoders.Select(encoder => encoder.Tensors)]));
        var sound = File.ReadAllBytes(Repository.PathOf($"tests/goldens/loras/{name}.safetensors"));
        Damage.Any.Sample(damage => AssertContained(damage(sound), file => matcher.Load(file)), iter: Samples, threads: 1);
        Assert.True(refused > Samples / 4, $"{refused} of {Samples} files were refused: the damage is too small to test anything.");
    }

    private void AssertContained(byte[] content, Action<string> read)
    {
        var path = folder.PathOf("damaged.safetensors");
        File.WriteAllBytes(path, content);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(path);
        }
        catch (CheckpointException e)
        {
            refused++;
            Assert.Equal(path, e.Path);
            Assert.DoesNotContain('\n', e.Message);
        }

        // Names and shapes of a header take several times its bytes, weights in half precision twice theirs.
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < (24L * content.Length) + (16 << 20), $"{allocated} bytes for a file of {content.Length}.");
    }
}
