using System.Globalization;
using SwiftDiffusion.Local.Painting;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Local.Views;

/// <summary>A run's result for a person.</summary>
internal static class TextReport
{
    /// <summary>What a person must not miss although all went well.</summary>
    public static IEnumerable<string> Warnings(JobResult result) =>
        result.Warnings.Concat(result.Loras.Where(lora => lora.UnmatchedKeys.Count > 0).Select(lora =>
            string.Create(CultureInfo.InvariantCulture, $"LoRA '{lora.Lora}' changed {lora.MatchedModules} modules; {lora.UnmatchedKeys.Count} of its keys fit nothing in the model.")))
        .Select(warning => $"warning: {warning}");

    /// <summary>Where the pictures are and where the time went.</summary>
    public static void Write(TextWriter to, Painted painted, TimeSpan total)
    {
        foreach (var (image, path) in painted.Result.Images.Zip(painted.Paths))
        {
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Shorten(path)}  {image.Width}x{image.Height}, seed {image.Seed}"));
        }

        var phases = Phases(painted.Result.Metrics).Select(phase => string.Create(CultureInfo.InvariantCulture, $"{phase.Name} {phase.Seconds:0.00} s"));
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", phases)}; total {total.TotalSeconds:0.00} s"));
    }

    /// <summary>Why there is none.</summary>
    public static void Write(TextWriter to, CommandException problem, string command = "paint")
    {
        foreach (var sentence in problem.Problems)
        {
            to.WriteLine(problem.ExitCode is ExitCode.Interrupted or ExitCode.Terminated ? sentence : $"error: {sentence}");
        }

        if (problem.ExitCode == ExitCode.BadArguments)
        {
            to.WriteLine($"See swiftdiffusion {command} --help.");
        }
    }

    private static IEnumerable<(string Name, double Seconds)> Phases(JobMetrics metrics)
    {
        const double Noticeable = 0.005;
        yield return ("load", metrics.Load);
        if (metrics.Fetch >= Noticeable)
        {
            yield return ("fetch", metrics.Fetch);
        }

        if (metrics.Patch >= Noticeable)
        {
            yield return ("patch", metrics.Patch);
        }

        yield return ("encode", metrics.Encode);
        yield return ("denoise", metrics.Denoise);
        yield return ("decode", metrics.Decode);
        yield return ("store", metrics.Upload);
    }

    /// <summary>A path below the working folder as a person would type it.</summary>
    private static string Shorten(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }
}
