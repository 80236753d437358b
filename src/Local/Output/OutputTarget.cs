using System.Globalization;
using SwiftDiffusion.Local.Arguments;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;

namespace SwiftDiffusion.Local.Output;

/// <summary>Where a job's pictures go: to files of a given name, or into a folder under names of their own.</summary>
/// <param name="Folder">The folder; it need not exist yet.</param>
/// <param name="FileName">The file's name; null to name files by model and seed.</param>
/// <param name="Extension">Of each file, with its dot.</param>
/// <param name="Overwrite">Whether files that exist may be replaced.</param>
internal sealed record OutputTarget(string Folder, string? FileName, string Extension, bool Overwrite)
{
    private static readonly Dictionary<string, ImageFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = ImageFormat.Png,
        [".jpg"] = ImageFormat.Jpeg,
        [".jpeg"] = ImageFormat.Jpeg,
        [".webp"] = ImageFormat.Webp,
    };

    /// <summary>The format that a path's ending asks for; null where it asks for none.</summary>
    public static ImageFormat? FormatOf(string? path) => path is not null && Formats.TryGetValue(Path.GetExtension(path), out var format) ? format : null;

    /// <summary>What <c>--out</c> means.</summary>
    /// <param name="text">Its value; null where it isn't given.</param>
    /// <param name="folder">The working folder.</param>
    /// <param name="job">The job.</param>
    /// <param name="overwrite">Whether files that exist may be replaced.</param>
    /// <param name="problems">Told what is wrong with it.</param>
    public static OutputTarget Of(string? text, string folder, GenerateImages job, bool overwrite, Problems problems)
    {
        var extension = Formats.FirstOrDefault(pair => pair.Value == job.Output.Format, KeyValuePair.Create(".png", ImageFormat.Png)).Key;
        if (text is "")
        {
            problems.Add("--out is ''; allowed is a file or a folder.");
            return new OutputTarget(folder, null, extension, overwrite);
        }

        var path = Path.GetFullPath(text ?? ".", folder);
        if (text is null || Path.EndsInDirectorySeparator(text) || Directory.Exists(path))
        {
            return Checked(new OutputTarget(Path.TrimEndingDirectorySeparator(path), null, extension, overwrite), job, problems);
        }

        var ending = Path.GetExtension(path);
        if (ending.Length > 0 && FormatOf(path) != job.Output.Format)
        {
            problems.Add(FormatOf(path) is null
                ? $"--out ends in '{ending}'; allowed is {string.Join(", ", Formats.Keys)}, or no ending."
                : $"--format is '{Words.Of(job.Output.Format)}' and --out ends in '{ending}'; allowed are two that agree.");
        }

        return Checked(new OutputTarget(Path.GetDirectoryName(path)!, Path.GetFileNameWithoutExtension(path), ending.Length > 0 ? ending : extension, overwrite), job, problems);
    }

    /// <summary>Where an image goes.</summary>
    /// <param name="job">The job.</param>
    /// <param name="image">The image.</param>
    /// <param name="isTaken">Whether another picture of this run has a path.</param>
    public string PathOf(GenerateImages job, ImageResult image, Func<string, bool> isTaken)
    {
        if (FileName is not null)
        {
            return Named(job, image.Index);
        }

        var stem = string.Create(CultureInfo.InvariantCulture, $"{job.Model}-{image.Seed}");
        var path = Path.Combine(Folder, stem + Extension);
        for (var i = 2; isTaken(path) || (!Overwrite && Path.Exists(path)); i++)
        {
            path = Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{stem}-{i}{Extension}"));
        }

        return path;
    }

    private static OutputTarget Checked(OutputTarget target, GenerateImages job, Problems problems)
    {
        for (var above = target.Folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(above))
            {
                problems.Add($"--out lies in '{above}', which is a file; allowed is a folder.");
            }
        }

        for (var i = 0; target.FileName is not null && i < job.Count; i++)
        {
            target.CheckFree(target.Named(job, i), problems);
        }

        return target;
    }

    private void CheckFree(string path, Problems problems)
    {
        if (Directory.Exists(path))
        {
            problems.Add($"--out would replace '{path}', which is a folder; allowed is another name.");
        }
        else if (Folder == "/dev")
        {
            // A file would take the device's place.
            problems.Add($"--out is '{path}', which is a device; allowed is a file or a folder.");
        }
        else if (File.Exists(path) && !Overwrite)
        {
            problems.Add($"--out would replace '{path}'; allowed is another name, or --overwrite.");
        }
    }

    private string Named(GenerateImages job, int index) => Path.Combine(
        Folder, job.Count == 1 ? FileName + Extension : string.Create(CultureInfo.InvariantCulture, $"{FileName}-{index + 1}{Extension}"));
}
