using System.ComponentModel.DataAnnotations;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Messages.Jobs;

/// <summary>Where to tell of a job's events.</summary>
public sealed record Callback
{
    /// <summary>An https address without a user name. At most 2,048 characters.</summary>
    [Length(1, JobLimits.UrlLength)]
    [Pattern(Patterns.Https, Patterns.HttpsAllowed)]
    public required string Url { get; init; }

    /// <summary>Which events, by the last part of their type, for example <c>succeeded</c>, each once. Empty, the default, is the four that end a job.</summary>
    [Length(0, 8)]
    public IReadOnlyList<string> Events { get; init; } = [];
}
