namespace SwiftDiffusion.Messages.Validation;

/// <summary>Texts that can be written as UTF-8.</summary>
internal static class UnicodeText
{
    /// <summary>Whether every surrogate has its other half. .NET's strings needn't; JSON would carry something else in its place.</summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }
}
