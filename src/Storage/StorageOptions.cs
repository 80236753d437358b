using System.ComponentModel.DataAnnotations;

namespace SwiftDiffusion.Storage;

/// <summary>The section <c>Storage</c>: where blobs are kept, and how patiently.</summary>
public sealed class StorageOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Storage";

    /// <summary>Which kind of store. The default is a folder.</summary>
    [EnumDataType(typeof(StorageKind))]
    public StorageKind Kind { get; set; } = StorageKind.Folder;

    /// <summary>The folder, made at start if it is missing. The default is <c>blobs</c> in the working folder. For <see cref="StorageKind.Folder"/>.</summary>
    [Required]
    public string Folder { get; set; } = "blobs";

    /// <summary>The Azure account with its key or a signature. For <see cref="StorageKind.Azure"/>: either this or <see cref="AccountUri"/>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The Azure account, for example <c>https://acme.blob.core.windows.net</c>; the process proves its identity as Azure.Identity's DefaultAzureCredential does.</summary>
    public Uri? AccountUri { get; set; }

    /// <summary>The Azure container, 3 to 63 of lower case letters, digits and '-'. The default is <c>swiftdiffusion</c>.</summary>
    [Required, RegularExpression("^[a-z0-9](-?[a-z0-9])+$"), StringLength(63, MinimumLength = 3)]
    public string Container { get; set; } = "swiftdiffusion";

    /// <summary>Whether the container is made before its first use if it is missing; false for an identity that may not. The default is true.</summary>
    public bool CreateContainer { get; set; } = true;

    /// <summary>How long one try may take, in which a whole blob is sent; from 1 second to 1 hour. The default is 30 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often what failed for a passing reason is tried again at least, 0 to 100; 0 is never, whatever <see cref="Patience"/> is. The default is 12.</summary>
    [Range(0, 100)]
    public int Retries { get; set; } = 12;

    /// <summary>For how long it is tried again at least, however often, from its first failure on; up to a day. The default is 2 minutes.</summary>
    /// <remarks>It is what outlasts an outage: while most calls fail, a store is left alone, and how many tries fit into a time is chance.</remarks>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>About how long the first retry waits; each one after it waits twice as long. From 1 millisecond to 1 minute; the default is half a second.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>What no wait exceeds, from 1 millisecond to 10 minutes. The default is 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:10:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the store is left alone once most of its answers are faults, from half a second to 10 minutes. The default is 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:10:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>What no annotation can say: which account settings go together.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind == StorageKind.Azure && (ConnectionString is null) == (AccountUri is null))
        {
            yield return new($"With {Section}:Kind Azure, exactly one of {Section}:ConnectionString and {Section}:AccountUri is given.", [nameof(ConnectionString), nameof(AccountUri)]);
        }

        if (AccountUri is { IsAbsoluteUri: false })
        {
            yield return new($"{Section}:AccountUri is '{AccountUri}'; expected an absolute address such as https://acme.blob.core.windows.net.", [nameof(AccountUri)]);
        }
    }
}
