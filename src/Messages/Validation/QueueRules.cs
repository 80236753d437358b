using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Messages.Validation;

/// <summary>A model's name becomes that of its queue, and may not be taken for another queue.</summary>
internal static class QueueRules
{
    public static void Check(GenerateImages job, Violations violations)
    {
        if (job.Model is not null && (Queues.Generate(job.Model) == Queues.Dead || job.Model.EndsWith(LowSuffix, StringComparison.Ordinal)))
        {
            violations.Add("model", Shown.Text(job.Model), $"a name other than 'dead' that doesn't end in '{LowSuffix}', since queues have such names");
        }
    }

    private static string LowSuffix => Queues.Generate("", JobPriority.Low)[Queues.Generate("").Length..];
}
