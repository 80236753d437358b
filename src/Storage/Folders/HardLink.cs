using System.Runtime.InteropServices;

namespace SwiftDiffusion.Storage.Folders;

/// <summary>Gives a finished file its name unless the name is taken, in one step: of any number of processes, one wins.</summary>
/// <remarks>File.Move without overwriting looks first and renames then on Unix, so of two processes the later one would win as well.</remarks>
internal static partial class HardLink
{
    private const int Exists = 17;                                                // EEXIST, on Linux and macOS
    private static readonly int[] NotToBeHad = [1, 31, 38, 45, 78, 95, 102];     // EPERM, EMLINK, and ENOSYS and ENOTSUP on Linux and macOS

    /// <summary>Names a file.</summary>
    /// <param name="source">The file, on the same file system; on Windows it is moved, elsewhere it keeps its old name too.</param>
    /// <param name="target">The name.</param>
    /// <returns>False if the name is taken.</returns>
    public static bool TryCreate(string source, string target) => OperatingSystem.IsWindows() ? TryMove(source, target) : TryLink(source, target);

    private static bool TryLink(string source, string target)
    {
        if (Link(source, target) == 0)
        {
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        var message = Marshal.GetPInvokeErrorMessage(error);
        return error switch
        {
            Exists => false,
            _ when NotToBeHad.Contains(error) => throw new StorageException(
                $"'{target}' can't be stored: that takes hard links, which its file system doesn't have ({message}).", transient: false),
            _ => throw new IOException($"{message}: '{target}'", error),
        };
    }

    private static bool TryMove(string source, string target)
    {
        try
        {
            File.Move(source, target, overwrite: false);                          // MoveFileEx: one step
            return true;
        }
        catch (IOException) when (File.Exists(target))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string source, string target);
}
