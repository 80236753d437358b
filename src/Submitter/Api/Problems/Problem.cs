namespace SwiftDiffusion.Submitter.Api.Problems;

/// <summary>What went wrong, as RFC 9457 has it: the body of every answer that is an error.</summary>
internal sealed record Problem
{
    /// <summary>Which problem it is, for programs, for example <c>urn:swiftdiffusion:problem:invalid_job</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The same for people, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>The answer's status.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong in this case, and what to do about it.</summary>
    public required string Detail { get; init; }

    /// <summary>Each field that is wrong; null where none is to blame.</summary>
    public IReadOnlyList<FieldProblem>? Errors { get; init; }
}

/// <summary>A field that is wrong.</summary>
/// <param name="Field">Its path, for example <c>input.control_nets[1].scale</c>; <c>$</c> is the whole body.</param>
/// <param name="Message">What is wrong with it, as a sentence. Never holds a prompt.</param>
/// <param name="Value">The value it has, shortened; null where there is none to show.</param>
/// <param name="Allowed">What it may be; null where that is said by the message alone.</param>
internal sealed record FieldProblem(string Field, string Message, string? Value = null, string? Allowed = null);
