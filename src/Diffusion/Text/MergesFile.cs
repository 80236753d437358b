using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Text;

/// <summary>merges.txt: after a version line, two tokens a line, most important first.</summary>
internal static class MergesFile
{
    /// <summary>Reads and checks a file.</summary>
    /// <exception cref="CheckpointException">It cannot be read, or a line is not two tokens.</exception>
    public static IReadOnlyList<(string Left, string Right)> Read(string path)
    {
        try
        {
            return Parse(path, File.ReadLines(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"the merges cannot be read ({e.Message})", e);
        }
    }

    /// <summary>Parses lines; <paramref name="path"/> is for messages.</summary>
    public static IReadOnlyList<(string Left, string Right)> Parse(string path, IEnumerable<string> lines)
    {
        var pairs = new List<(string, string)>();
        foreach (var (index, line) in lines.Index())
        {
            // Only a line of this form is a comment: CLIP has merges that begin with '#'.
            if (line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))
            {
                pairs.Add(ParsePair(line) ?? throw new CheckpointException(path, $"line {index + 1} is '{Shorten(line)}'; allowed are two tokens with one space between them."));
            }
        }

        return pairs;
    }

    /// <summary>Two tokens with one space between them, or null.</summary>
    public static (string Left, string Right)? ParsePair(string line) => line.TrimEnd().Split(' ') is [{ Length: > 0 } left, { Length: > 0 } right] ? (left, right) : null;

    private static string Shorten(string line) => line.Length <= 40 ? line : line[..40] + "…";
}
