using System.ComponentModel.DataAnnotations;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Jobs;

/// <summary>A LoRA and how strongly it acts.</summary>
public sealed record LoraReference : AdapterReference
{
    /// <summary>Multiplies its change of the UNet, -4 to 4. The default is 1.</summary>
    [Range(-JobLimits.LoraScale, JobLimits.LoraScale)]
    public double Scale { get; init; } = 1;

    /// <summary>Multiplies its change of the text encoders, -4 to 4. Null, the default, is <see cref="Scale"/>.</summary>
    [Range(-JobLimits.LoraScale, JobLimits.LoraScale)]
    public double? TextEncoderScale { get; init; }
}
