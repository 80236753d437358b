namespace SwiftDiffusion.Local.Models;

/// <summary>Finds the base model.</summary>
internal static class ModelSearch
{
    /// <summary>The model that ships, below the checkout.</summary>
    private static readonly string Shipped = Path.Combine("models", "postcards", "base");

    /// <summary>Where the model lies, with no separator at the end.</summary>
    /// <param name="text">What <c>--model</c> says; null where it isn't given.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="programFolder">Where the program lies.</param>
    /// <exception cref="CommandException">It isn't there.</exception>
    public static string Find(string? text, string folder, string programFolder)
    {
        if (text is null)
        {
            return Upward(folder).Concat(Upward(programFolder)).Select(above => Path.Combine(above, Shipped)).FirstOrDefault(Directory.Exists) ?? throw new CommandException(
                ExitCode.Unusable,
                $"--model is not given, and '{Shipped}' is neither above the working folder nor above the program; "
                + "allowed is --model with a folder in diffusers' layout, or a .safetensors file.");
        }

        var path = text.Length == 0 ? "" : Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, folder));
        return Path.Exists(path) ? path : throw new CommandException(
            ExitCode.Unusable, $"--model '{text}' is not there; allowed is a folder in diffusers' layout, or a .safetensors file.");
    }

    /// <summary>The model's name in the contract.</summary>
    public static string NameOf(string path, ModelDefaults defaults)
    {
        var name = defaults.Name ?? FileNames.ToName(path);
        // Names of queues that mean something else.
        return name == "dead" || name.EndsWith(".low", StringComparison.Ordinal) ? $"{name}-model" : name;
    }

    private static IEnumerable<string> Upward(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            yield return at.FullName;
        }
    }
}
