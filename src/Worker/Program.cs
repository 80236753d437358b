using SwiftDiffusion.Worker.Hosting;

namespace SwiftDiffusion.Worker;

internal static class Program
{
    private static Task<int> Main(string[] args) => WorkerProcess.RunAsync(args);
}
