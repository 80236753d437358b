using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Messages.Validation;

/// <summary>Collects what is wrong with a job.</summary>
internal sealed class Violations
{
    private readonly List<Violation> found = [];

    /// <summary>A value that is not allowed.</summary>
    public void Add(string field, string value, string allowed) => found.Add(new Violation(field, $"is {value}; allowed is {allowed}"));

    /// <summary>Something that cannot be said as a value.</summary>
    public void AddProblem(string field, string problem) => found.Add(new Violation(field, problem));

    public IReadOnlyList<Violation> ToList() => found;
}
