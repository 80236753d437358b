using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Messages.Serialization;

/// <summary>A text is not the message that it was taken for: it isn't JSON, a required field is missing, or a value is of another type.</summary>
/// <param name="violations">Every place that is wrong, at least one.</param>
/// <param name="innerException">What the JSON reader said.</param>
public sealed class MessageFormatException(IReadOnlyList<Violation> violations, Exception? innerException = null)
    : FormatException(string.Join("; and ", violations) + ".", innerException)
{
    /// <summary>The first wrong place, as a path in the JSON: <c>controlNets[1].scale</c>, or <c>$</c> for the whole text.</summary>
    public string Path => Violations[0].Field;

    /// <summary>Every wrong place. A text that isn't JSON at all has one.</summary>
    public IReadOnlyList<Violation> Violations { get; } = violations;
}
