using System.Globalization;
using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Messages.Validation;

/// <summary>The second pass doesn't grow past the largest size. Where the job leaves its size to the model, only the worker can tell.</summary>
internal static class SizeRules
{
    public static void Check(GenerateImages job, Violations violations)
    {
        if (job.Hires is { Scale: > 1 and <= JobLimits.HiresScale } hires && Math.Max(job.Width ?? 0, job.Height ?? 0) is var side and <= JobLimits.LargestSide
            && side * hires.Scale > JobLimits.LargestSide)
        {
            violations.Add("hires.scale", Shown.Value(hires.Scale),
                string.Create(CultureInfo.InvariantCulture, $"what keeps each side within {JobLimits.LargestSide} pixels, at most {Math.Round((double)JobLimits.LargestSide / side, 3, MidpointRounding.ToZero)} here"));
        }
    }
}
