using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Worker.Fetching;

/// <summary>Files from elsewhere on this machine's disk: up to a size, beyond which those go that were not used for longest. Two who ask for one file wait for one download.</summary>
internal sealed class FileCache(FileDownload download, IOptions<WorkerOptions> options, TimeProvider time, ILogger<FileCache> logger)
{
    // What was asked for lately may be about to be opened.
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Download> running = [];
    private readonly string folder = options.Value.CacheFolder;

    /// <summary>A file's path on this machine, which it is fetched to if it must be.</summary>
    /// <exception cref="FetchException">It is not to be had, or not what it should be.</exception>
    public async Task<string> GetAsync(RemoteFile file, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, file.CacheName);
        if (TryTouch(path))
        {
            return path;
        }

        var join = Join(file, path);
        try
        {
            await join.Done.WaitAsync(cancellationToken);
            return path;
        }
        finally
        {
            Leave(join);
        }
    }

    private Download Join(RemoteFile file, string path)
    {
        lock (gate)
        {
            if (!running.TryGetValue(path, out var one) || one.Done.IsCompleted)
            {
                // Of nobody's token: the first who asked may give up while others wait.
                one = new Download();
                one.Done = FetchAsync(file, path, one.Stop.Token);
                running[path] = one;
            }

            one.Waiting++;
            return one;
        }
    }

    /// <summary>The last who leaves stops a download that nobody waits for; what has come stays.</summary>
    private void Leave(Download one)
    {
        lock (gate)
        {
            if (--one.Waiting == 0)
            {
                one.Stop.Cancel();
                foreach (var (path, ended) in running.Where(pair => pair.Value == one).ToArray())
                {
                    running.Remove(path);
                }
            }
        }
    }

    private async Task FetchAsync(RemoteFile file, string path, CancellationToken cancellationToken)
    {
        // Off the caller's lock.
        await Task.Yield();
        Directory.CreateDirectory(folder);
        var begun = time.GetTimestamp();
        await download.FetchAsync(file, path, cancellationToken);
        var bytes = new FileInfo(path).Length;
        logger.FileFetched(file.Name, bytes, time.GetElapsedTime(begun).TotalSeconds);
        TryTouch(path);
        lock (gate)
        {
            Trim(path);
        }
    }

    private void Trim(string newest)
    {
        var files = new DirectoryInfo(folder).GetFiles("*.safetensors").Select(file => (file.FullName, file.Length, Used: file.LastAccessTimeUtc)).OrderBy(file => file.Used).ToArray();
        var bytes = files.Sum(file => file.Length);
        foreach (var file in files.Where(file => file.FullName != newest && time.GetUtcNow().UtcDateTime - file.Used > Rest))
        {
            if (bytes <= options.Value.CacheBytes)
            {
                return;
            }

            // Who has it open keeps what it has open.
            File.Delete(file.FullName);
            bytes -= file.Length;
            logger.FileDropped(Path.GetFileName(file.FullName), file.Length);
        }
    }

    private bool TryTouch(string path)
    {
        try
        {
            File.SetLastAccessTimeUtc(path, time.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private sealed class Download
    {
        public CancellationTokenSource Stop { get; } = new();

        public Task Done { get; set; } = Task.CompletedTask;

        public int Waiting { get; set; }
    }
}
