namespace SwiftDiffusion.Storage;

/// <summary>The name of a blob: segments of letters, digits, '-', '_' and '.', separated by '/', for example <c>jobs/01j5.../0.png</c>.</summary>
/// <remarks>
/// No segment is empty or begins with a dot, so a key cannot lead out of its store; none ends with a dot, which neither Azure nor Windows keeps.
/// Keys differ by case, but a folder on a file system that ignores case takes two that differ only so for one.
/// </remarks>
public readonly record struct BlobKey
{
    /// <summary>Limit of a name's length, that of Azure Blob Storage.</summary>
    public const int MaxLength = 1024;

    /// <summary>Limit of a segment's length, that of most file systems.</summary>
    public const int MaxSegmentLength = 255;

    /// <summary>Checks and wraps a name.</summary>
    /// <exception cref="ArgumentException">It is not a valid name.</exception>
    public BlobKey(string value)
    {
        Value = IsValid(value) ? value : throw new ArgumentException(
            $"'{value}' is not a blob's name; allowed are segments of letters, digits, '-', '_' and '.', none empty or beginning or ending with '.', "
            + $"separated by '/', at most {MaxLength} characters and {MaxSegmentLength} a segment.",
            nameof(value));
    }

    /// <summary>The name.</summary>
    public string Value { get; }

    /// <summary>Whether a text can be a blob's name.</summary>
    public static bool IsValid(string value) => value.Length is > 0 and <= MaxLength && value.Split('/').All(IsSegment);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsSegment(string segment) =>
        segment.Length is > 0 and <= MaxSegmentLength && segment[0] != '.' && segment[^1] != '.' && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
