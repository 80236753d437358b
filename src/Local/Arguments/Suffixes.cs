namespace SwiftDiffusion.Local.Arguments;

/// <summary>Settings behind a path, each after a colon: <c>house.png:0.8:canny</c>. A path may hold colons itself.</summary>
internal static class Suffixes
{
    /// <summary>Takes settings off from the right, as long as they are some and no file is called by the whole of what is left.</summary>
    /// <param name="text">Path and settings.</param>
    /// <param name="take">Takes a setting; false for what is none.</param>
    /// <returns>The path.</returns>
    public static string Strip(string text, Func<string, bool> take)
    {
        while (!Path.Exists(text) && text.LastIndexOf(':') is >= 0 and var colon && take(text[(colon + 1)..]))
        {
            text = text[..colon];
        }

        return text;
    }
}
