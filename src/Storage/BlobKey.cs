namespace SwiftDiffusion.Storage;

/// <summary>The name of a blob: segments of letters, digits, '-', '_' and '.', separated by '/', for example <c>jobs/01j5.../0.png</c>.</summary>
/// <remarks>No segment is empty or begins with a dot, so a key cannot lead out of its store.</remarks>
public readonly record struct BlobKey
{
    /// <summary>Limit of a name's length, that of Azure Blob Storage.</summary>
    public const int MaxLength = 1024;

    /// <summary>Checks and wraps a name.</summary>
    /// <exception cref="ArgumentException">It is not a valid name.</exception>
    public BlobKey(string value)
    {
        Value = IsValid(value) ? value : throw new ArgumentException(
            $"'{value}' is not a blob's name; allowed are segments of letters, digits, '-', '_' and '.', none empty or beginning with '.', separated by '/', at most {MaxLength} characters.", nameof(value));
    }

    /// <summary>The name.</summary>
    public string Value { get; }

    /// <summary>Whether a text can be a blob's name.</summary>
    public static bool IsValid(string value) => value.Length is > 0 and <= MaxLength && value.Split('/').All(IsSegment);

    /// <inheritdoc/>
    public override string ToString() => Value;

    private static bool IsSegment(string segment) => segment.Length > 0 && segment[0] != '.' && segment.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
