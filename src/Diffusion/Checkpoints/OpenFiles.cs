namespace SwiftDiffusion.Diffusion.Checkpoints;

/// <summary>The files that a checkpoint keeps open.</summary>
internal sealed class OpenFiles : IDisposable
{
    private readonly List<SafetensorsFile> files = [];

    /// <summary>Opens a file, which lives as long as this.</summary>
    /// <exception cref="CheckpointException">It is missing or broken.</exception>
    public SafetensorsFile Open(string path)
    {
        var file = SafetensorsFile.Open(path);
        files.Add(file);
        return file;
    }

    /// <summary>Runs <paramref name="open"/> over new files, which are closed again if it fails.</summary>
    public static T Keep<T>(Func<OpenFiles, T> open)
    {
        var files = new OpenFiles();
        try
        {
            return open(files);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var file in files)
        {
            file.Dispose();
        }

        files.Clear();
    }
}
