using SwiftDiffusion.Submitter.Hosting;

namespace SwiftDiffusion.Submitter;

internal static class Program
{
    private static Task<int> Main(string[] args) => SubmitterProgram.RunAsync(args);
}
