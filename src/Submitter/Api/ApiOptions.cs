using System.ComponentModel.DataAnnotations;

namespace SwiftDiffusion.Submitter.Api;

/// <summary>The section <c>Api</c>: who may ask, how much at a time, and how long things are kept for them.</summary>
internal sealed class ApiOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Api";

    /// <summary>Whether requests must carry a key. False is for a laptop: the API then listens on loopback only, and everything belongs to the tenant <c>local</c>. The default is true.</summary>
    public bool RequireKeys { get; set; } = true;

    /// <summary>The address that clients know the API by, for example <c>https://images.example.com</c>; links in answers begin with it. Null, the default, makes them relative: a request's Host header is never repeated.</summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>Bytes of a job's JSON, from 1 KiB to 64 MiB. The default is 4 MiB, which holds a dozen small pictures.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Bytes of a picture that is handed in, from 1 KiB to 64 MiB, the most that workers take. The default is 20 MiB.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxInputBytes { get; set; } = 20 * 1024 * 1024;

    /// <summary>How many unfinished jobs a tenant may have whose row says nothing else, from 1. Null, the default, is any number.</summary>
    [Range(1, int.MaxValue)]
    public int? MaxQueuedJobs { get; set; }

    /// <summary>How many jobs a tenant may hand in per minute whose row says nothing else, from 1 to 1,000,000. Null, the default, is any number.</summary>
    [Range(1, 1_000_000)]
    public int? JobsPerMinute { get; set; }

    /// <summary>How many event streams and waiting requests a tenant may have open in one process, from 1 to 10,000. The default is 100.</summary>
    [Range(1, 10_000)]
    public int StreamsPerTenant { get; set; } = 100;

    /// <summary>How long a request may wait for a job's end, from 1 second to 10 minutes. The default is a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan MaxWait { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often a silent event stream says that it is alive, from 1 second to 10 minutes. The default is 15 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a signed link to an image works, from 1 minute to 7 days. The default is 15 minutes.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan LinkLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a picture that was handed in is kept after a job last named it, from 1 hour to 10 years. The default is 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan InputLifetime { get; set; } = TimeSpan.FromDays(7);

    /// <summary>For how long what is known of a key and its tenant is taken for true, up to 10 minutes: so long a revoked key may still work. The default is 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan KeyCacheTime { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What no annotation can say.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicAddress is { } address && !(address.IsAbsoluteUri && address.Scheme is "https" or "http" && address.Query.Length == 0 && address.Fragment.Length == 0))
        {
            yield return new($"{Section}:PublicAddress is '{address}'; expected an absolute address such as https://images.example.com.", [nameof(PublicAddress)]);
        }
    }
}
