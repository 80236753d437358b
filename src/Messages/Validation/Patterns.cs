namespace SwiftDiffusion.Messages.Validation;

/// <summary>Forms of names. They go into names of queues, blobs and files, so none can lead out of its place.</summary>
internal static class Patterns
{
    public const string Identifier = "[A-Za-z0-9_-]{1,64}";
    public const string IdentifierAllowed = "1 to 64 of letters, digits, '-' and '_'";

    public const string Model = "[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";
    public const string ModelAllowed = "1 to 128 of letters, digits, '-', '_' and '.', the first no '-' or '.'";

    public const string Path = "[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*";
    public const string PathAllowed = "letters, digits, '-', '_' and '.' in parts separated by '/', none empty or beginning with '.'";

    public const string Sha256 = "[0-9a-f]{64}";
    public const string Sha256Allowed = "64 hexadecimal digits in lower case";

    public const string Https = @"https://[^\s]+";
    public const string HttpsAllowed = "an absolute https address";

    public const string Token = @"[^\s]{1,64}";
    public const string TokenAllowed = "1 to 64 characters without white space";
}
