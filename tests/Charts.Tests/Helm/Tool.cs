using System.Diagnostics;

namespace SwiftDiffusion.Charts.Tests.Helm;

/// <summary>A program on the PATH.</summary>
internal static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Whether checks that need programs beside .NET are left out: <c>SWIFT_CHARTS=0</c>.</summary>
    public static bool LeftOut => Environment.GetEnvironmentVariable("SWIFT_CHARTS") == "0";

    /// <summary>Where a program lies; null when it is not on the PATH.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end. Skips the test when such checks are left out, and fails it when the program is missing.</summary>
    /// <param name="name">The program.</param>
    /// <param name="advice">How to get it: one line.</param>
    /// <param name="input">Goes to its standard input.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Output Run(string name, string advice, string input, params IEnumerable<string> arguments)
    {
        Assert.SkipWhen(LeftOut, "Left out by SWIFT_CHARTS=0.");
        var program = Find(name);
        Assert.True(program is not null, $"{name} is not on the PATH: {advice} Or leave these tests out with SWIFT_CHARTS=0.");
        using var process = Process.Start(new ProcessStartInfo(program!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            Assert.Fail($"{name} did not end within {Patience}.");
        }

        return new(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>What a program left behind.</summary>
    public sealed record Output(int ExitCode, string Text, string Errors);
}
