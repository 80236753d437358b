using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;

namespace SwiftDiffusion.Diffusion.Tests.Goldens;

/// <summary>The golden folders: the one that SWIFT_GOLDENS names, else the project's own two.</summary>
internal static class GoldenSet
{
    public static IReadOnlyList<GoldenCase> Cases { get; } = [.. Folders().SelectMany(Read)];

    private static IEnumerable<string> Folders()
    {
        var named = Environment.GetEnvironmentVariable("SWIFT_GOLDENS");
        return string.IsNullOrEmpty(named) ? [Repository.PathOf("tests/goldens"), Repository.PathOf("models/postcards-goldens")] : [Path.GetFullPath(named)];
    }

    private static IEnumerable<GoldenCase> Read(string folder)
    {
        using var index = JsonDocument.Parse(PythonJson.Quote(File.ReadAllBytes(Path.Combine(folder, "index.json"))));
        return [.. index.RootElement.GetProperty("cases").EnumerateArray().Select(entry => new GoldenCase(folder, entry.Clone()))];
    }
}
