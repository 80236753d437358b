using System.ComponentModel.DataAnnotations;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Jobs;

/// <summary>What SDXL is told of sizes, arXiv:2307.01952, section 2.2; in pixels, each from 0 to 16384.</summary>
public sealed record SizeConditioning
{
    /// <summary>Height of the picture before it was cropped.</summary>
    [Range(0, JobLimits.ConditioningSide)]
    public required int OriginalHeight { get; init; }

    /// <summary>Width of the picture before it was cropped.</summary>
    [Range(0, JobLimits.ConditioningSide)]
    public required int OriginalWidth { get; init; }

    /// <summary>Rows cut off at the top. The default is 0.</summary>
    [Range(0, JobLimits.ConditioningSide)]
    public int CropTop { get; init; }

    /// <summary>Columns cut off at the left. The default is 0.</summary>
    [Range(0, JobLimits.ConditioningSide)]
    public int CropLeft { get; init; }

    /// <summary>Height of the picture it is shown as. Null, the default, is the job's.</summary>
    [Range(0, JobLimits.ConditioningSide)]
    public int? TargetHeight { get; init; }

    /// <summary>Width of the picture it is shown as. Null, the default, is the job's.</summary>
    [Range(0, JobLimits.ConditioningSide)]
    public int? TargetWidth { get; init; }
}
