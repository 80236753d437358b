using System.Diagnostics;

namespace SwiftDiffusion.Submitter.Hosting;

/// <summary>The submitter's own spans.</summary>
internal static class SubmitterTracing
{
    /// <summary>Name of the source.</summary>
    public const string SourceName = "SwiftDiffusion.Submitter";

    /// <summary>Where spans are started.</summary>
    public static readonly ActivitySource Source = new(SourceName);
}
