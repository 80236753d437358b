namespace SwiftDiffusion.Charts.Tests.Images;

/// <summary>Who runs a program: the image's user where that can be, else whoever runs the tests.</summary>
internal static class RunUser
{
    /// <summary>Whether this process may become another user.</summary>
    public static bool IsRoot { get; } = Environment.IsPrivilegedProcess;

    /// <summary>What stands before a command, so that it runs as <c>user:group</c> and can never become more.</summary>
    public static IEnumerable<string> Prefix(string user) =>
        IsRoot && user.Split(':') is [var id, var group] ? ["setpriv", "--reuid", id, "--regid", group, "--clear-groups", "--no-new-privs", "--bounding-set=-all"] : [];
}
