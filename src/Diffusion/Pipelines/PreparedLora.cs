using SwiftDiffusion.Diffusion.Adapters;
using SwiftDiffusion.Diffusion.Adapters.Naming;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>A LoRA of a request: in memory and matched to the model, or on its way there.</summary>
/// <param name="Use">What was asked for.</param>
/// <param name="Lora">Done when it can be merged; failed where it cannot be had or used.</param>
internal sealed record PreparedLora(LoraUse Use, Task<Lora> Lora)
{
    /// <summary>What its change of a network is multiplied by.</summary>
    public float StrengthIn(string network) => (float)(network == AdapterTarget.UNet ? Use.Scale : Use.TextEncoderScale ?? Use.Scale);

    /// <summary>How it went in, once it has arrived.</summary>
    /// <param name="step">The first step that it acts in.</param>
    public LoraReport Report(int step) => new(Use, step, Lora.Result.MatchedModules, Lora.Result.UnmatchedKeys);
}
