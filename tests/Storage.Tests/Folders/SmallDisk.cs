using System.Diagnostics;

namespace SwiftDiffusion.Storage.Tests.Folders;

/// <summary>A file system in memory of a size that fills up at once. Linux gives one to root only.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Root = path;

    public string Root { get; }

    public static SmallDisk Mount(int kibibytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Mounting a file system takes root on Linux.");
        var disk = new SmallDisk(Directory.CreateTempSubdirectory("disk-").FullName);
        Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", disk.Root);
        return disk;
    }

    public void MakeReadOnly() => Run("mount", "-o", "remount,ro", Root);

    public void Dispose()
    {
        Run("umount", Root);
        Directory.Delete(Root);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {error}");
    }
}
