using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Messages.Validation;

/// <summary>What makes a job one that can be painted. Asked by the API before a job is taken and by the worker before it is painted, so both say the same.</summary>
/// <remarks>
/// Ranges of single fields stand as attributes at the fields. What fields demand of each other is in one class per concern. What only a model can tell, such as which
/// names of adapters there are, is not known here. A deadline that has passed breaks no rule: such a job expires.
/// </remarks>
public static class JobRules
{
    /// <summary>Every rule that a job breaks, in the order of its fields; empty when it keeps them all.</summary>
    public static IReadOnlyList<Violation> Check(GenerateImages job)
    {
        ArgumentNullException.ThrowIfNull(job);
        var violations = new Violations();
        FieldRules.Check(job, violations);
        QueueRules.Check(job, violations);
        SamplingRules.Check(job, violations);
        PictureRules.Check(job, violations);
        SizeRules.Check(job, violations);
        AdapterRules.Check(job, violations);
        DeliveryRules.Check(job, violations);
        return violations.ToList();
    }

    /// <summary>Every rule that a request to cancel breaks; empty when it keeps them all.</summary>
    public static IReadOnlyList<Violation> Check(CancelJob cancel)
    {
        ArgumentNullException.ThrowIfNull(cancel);
        var violations = new Violations();
        FieldRules.Check(cancel, violations);
        return violations.ToList();
    }
}
