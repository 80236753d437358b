using SwiftDiffusion.Diffusion.Adapters.Merging;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>Tells whose fault it is when a request with adapters gives values that are not numbers: that of the device, which must not be trusted any more, or of an adapter.</summary>
internal static class FaultyAdapters
{
    /// <summary>The request's field that names what is at fault; null where the model fails without adapters too, or the request has none.</summary>
    /// <param name="model">LoRAs are taken out of it.</param>
    /// <param name="prepared">The request that failed.</param>
    /// <param name="clock">Charged with it.</param>
    /// <param name="cancellationToken">Stops the computation.</param>
    public static string? FieldOf(ModelParts model, PreparedRequest prepared, PhaseClock clock, CancellationToken cancellationToken)
    {
        var request = prepared.Request;
        var field = request.Loras.Count > 0 ? nameof(request.Loras)
            : request.ControlNets.Count > 0 ? nameof(request.ControlNets)
            : request.Vae is not null ? nameof(request.Vae)
            : request.Embeddings.Count > 0 ? nameof(request.Embeddings) : null;
        return field is not null && IsSound(model, clock, cancellationToken) ? field : null;
    }

    /// <summary>Whether the model, as it was trained, paints one small step into a picture.</summary>
    private static bool IsSound(ModelParts model, PhaseClock clock, CancellationToken cancellationToken)
    {
        model.Patcher.Apply(MergePlan.Base, cancellationToken);
        var side = 8 * model.Vae.Config.ScaleFactor;
        var picture = model.Canvas.SeesMask ? new Picture(side, side, new byte[3 * side * side]) : null;
        var prepared = new RequestPreparer(model).Prepare(
            new PaintRequest { Prompt = "", Steps = 1, Width = side, Height = side, GuidanceScale = 1, InitImage = picture, Mask = picture, Strength = 1 });
        try
        {
            new PaintPasses(model, model.Vae, prepared, [], new LoraPatches(model.Patcher, PreparedLoras.None, 0), clock, progress: null).Run(cancellationToken);
            return true;
        }
        catch (DeviceFaultException)
        {
            return false;
        }
    }
}
