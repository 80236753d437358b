using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Tests.Onnx;

public sealed class WeightStoreTests
{
    [Fact]
    public void Load_TensorMissing_NamesIt()
    {
        using var store = new WeightStore(new MemoryTensors(0));
        var error = Assert.Throws<CheckpointException>(() => store.Load(new WeightSpec("conv_in.weight", [4, 4], [4, 4])));
        Assert.Equal("memory: tensor 'conv_in.weight' is missing.", error.Message);
    }

    [Fact]
    public void Load_TensorOfAnotherShape_NamesBothShapes()
    {
        using var store = new WeightStore(new MemoryTensors(0, ("conv_in.weight", [4, 9])));
        var error = Assert.Throws<CheckpointException>(() => store.Load(new WeightSpec("conv_in.weight", [4, 4], [4, 4])));
        Assert.Equal("memory: tensor 'conv_in.weight' has shape [4, 9], the configuration asks for [4, 4].", error.Message);
    }

    [Fact]
    public void Load_Twice_ReadsOnce()
    {
        using var store = new WeightStore(new MemoryTensors(1, ("w", [2])));
        store.Load(new WeightSpec("w", [2], [2]));
        store.Values("w").Fill(7);
        store.Load(new WeightSpec("w", [2], [2]));
        Assert.Equal([7, 7], store.Values("w").ToArray());
    }
}
