using Microsoft.Extensions.Logging;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Worker.Painting;
using SwiftDiffusion.Worker.Preparing;

namespace SwiftDiffusion.Worker.Hosting;

/// <summary>A painting before the first job: it loads the model, and shows that the device works, before a job depends on it.</summary>
internal sealed class WarmUp(ModelCatalog models, PaintingThread painting, TimeProvider time, ILogger<WarmUp> logger)
{
    private static readonly PaintRequest OneStep = new() { Prompt = "", Steps = 1, GuidanceScale = 1 };

    /// <summary>Paints one step with the first model by name.</summary>
    /// <exception cref="Diffusion.Checkpoints.CheckpointException">The model's files are broken.</exception>
    /// <exception cref="DeviceFaultException">The device has failed.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var model = models.Names.First();
        logger.WarmingUp(model);
        var started = time.GetTimestamp();
        await painting.PaintAsync(new PaintOrder(await models.FindAsync(model, cancellationToken), painter => painter.Prepare(OneStep), () => { }, _ => { }, cancellationToken) { ModelName = model });
        logger.WarmedUp(time.GetElapsedTime(started).TotalSeconds);
    }
}
