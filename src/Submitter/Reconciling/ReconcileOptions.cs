using System.ComponentModel.DataAnnotations;

namespace SwiftDiffusion.Submitter.Reconciling;

/// <summary>The section <c>Jobs</c>: how patiently silent jobs are waited for, and how long ended ones are kept.</summary>
internal sealed class ReconcileOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Jobs";

    /// <summary>How often is looked, from 1 second to 1 hour. The default is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long nothing may be heard of a job that the broker has before it is looked for, from 10 seconds to a day. The default is 10 minutes.</summary>
    /// <remarks>A worker tells twice a second while it paints; longer than fetching and loading a model takes.</remarks>
    [Range(typeof(TimeSpan), "00:00:10", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Silence { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long after its deadline a job that waits is ended here rather than by a worker, from 1 second to 1 hour. The default is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan DeadlineGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a job is handed to the broker, the first time included, before it fails as <c>worker_lost</c>; 1 to 100. The default is 3.</summary>
    [Range(1, 100)]
    public int MaxDispatches { get; set; } = 3;

    /// <summary>How long a job that has ended is kept, with its images; from 1 hour to 10 years. Null, the default, is for ever.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan? Retention { get; set; }
}
