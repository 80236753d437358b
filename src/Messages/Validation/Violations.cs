using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Messages.Validation;

/// <summary>Collects what is wrong with a job.</summary>
internal sealed class Violations
{
    private readonly List<Violation> found = [];

    /// <summary>A value that is not allowed.</summary>
    public void Add(string field, string value, string allowed) => AddProblem(field, $"is {value}; allowed is {allowed}");

    /// <summary>Something that cannot be said as a value. What is found twice, by the field's own rules and by those of its concern, is told once.</summary>
    public void AddProblem(string field, string problem)
    {
        var violation = new Violation(field, problem);
        if (!found.Contains(violation))
        {
            found.Add(violation);
        }
    }

    public IReadOnlyList<Violation> ToList() => found;
}
