using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A ControlNet in the host's memory: one copy of the weights, and the networks of every device that has run it.</summary>
/// <param name="checkpoint">Owned from now on.</param>
internal sealed class LoadedControlNet(ControlNetCheckpoint checkpoint) : IDisposable
{
    private readonly WeightStore weights = new(checkpoint.Tensors);
    private readonly Dictionary<Device, ControlNetModel> models = [];

    /// <summary>Memory of the weights, complete once a device has it.</summary>
    public long Bytes => weights.Bytes;

    /// <summary>The networks of a device, built at its first use.</summary>
    /// <exception cref="CheckpointException">The weights do not fit the configuration.</exception>
    public ControlNetModel On(Device device)
    {
        if (!models.TryGetValue(device, out var model))
        {
            models.Add(device, model = new ControlNetModel(checkpoint.Config, weights, device));
        }

        return model;
    }

    public void Dispose()
    {
        foreach (var model in models.Values)
        {
            model.Dispose();
        }

        models.Clear();
        weights.Dispose();
        checkpoint.Dispose();
    }
}
