using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Worker.Tests.Fakes;

internal static class Jobs
{
    public const string Prompt = "a secret lighthouse";

    /// <summary>A job that keeps every rule.</summary>
    public static GenerateImages Job(string id = "job-1", string model = "postcards") =>
        new() { JobId = id, Model = model, Prompt = Prompt, Seed = 5, Steps = 4, Width = 64, Height = 64 };
}
