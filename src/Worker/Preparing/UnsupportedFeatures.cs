using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>What the contract allows and this version cannot do yet.</summary>
internal static class UnsupportedFeatures
{
    /// <summary>Refuses a job that asks for any of it.</summary>
    /// <exception cref="JobFailureException">It does; every such field is named.</exception>
    public static void Check(GenerateImages job)
    {
        Violation[] found = [.. Find(job)];
        if (found.Length > 0)
        {
            throw new JobFailureException(FailureReason.UnsupportedFeature, $"{string.Join("; ", found.AsEnumerable())}.") { Violations = found };
        }
    }

    private static IEnumerable<Violation> Find(GenerateImages job)
    {
        if (job.Hires is not null)
        {
            yield return new Violation("hires", "is given; this version paints no second pass");
        }

        if (job.Vae is not null)
        {
            yield return new Violation("vae", "is given; this version knows only the model's own VAE");
        }
    }
}
