namespace SwiftDiffusion.Local.Hosting;

/// <summary>A folder of this run's own, gone when the run ends: the blob store of a fleet in one process.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private ScratchFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Makes one, readable to this user only. What libraries of this process put into the temporary folder from now on goes there, and with it.</summary>
    /// <exception cref="CommandException">There is no room for it.</exception>
    public static ScratchFolder Create()
    {
        try
        {
            var scratch = new ScratchFolder(Directory.CreateTempSubdirectory("swiftdiffusion-").FullName);
            string[] variables = OperatingSystem.IsWindows() ? ["TMP", "TEMP"] : ["TMPDIR"];
            Array.ForEach(variables, variable => Environment.SetEnvironmentVariable(variable, scratch.Path));
            return scratch;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Storage, $"No temporary folder can be made in '{System.IO.Path.GetTempPath()}': {e.Message}");
        }
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Gone already, which is what was wanted.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that is still being written to; the system clears its temporary folder.
        }
    }
}
