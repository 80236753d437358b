using System.ComponentModel.DataAnnotations;
using System.Net;

namespace SwiftDiffusion.Submitter.Webhooks;

/// <summary>The section <c>Webhooks</c>: how, where to and how fast events are told.</summary>
internal sealed class WebhookOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "Webhooks";

    /// <summary>Keys that endpoints' secrets are encrypted with in the database: each the base64 of 32 bytes, the newest first. To change keys, put a new one in front; at the next start secrets are encrypted anew, and the old key can go.</summary>
    /// <remarks>Empty, the default, means a file <c>webhooks.key</c> beside an SQLite database, made when it is needed, and no webhooks with PostgreSQL.</remarks>
    public IList<string> Keys { get; } = [];

    /// <summary>Whether endpoints may be http. The default is false: only https.</summary>
    public bool AllowHttp { get; set; }

    /// <summary>Hosts that may lead to addresses that are not public, for receivers in the same network. Empty by default.</summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>Networks that are allowed although they are not public, for example <c>10.20.0.0/16</c>. Empty by default.</summary>
    public IList<string> AllowedNetworks { get; } = [];

    /// <summary>How long a receiver may take to answer, 1 to 60 seconds. The default is 20.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How many webhooks this process sends at a time, 2 to 1024. The default is 64.</summary>
    [Range(2, 1024)]
    public int Parallelism { get; set; } = 64;

    /// <summary>How many of them may be to one host, 1 to 1024. The default is 8. A host that did not answer last time gets one.</summary>
    [Range(1, 1024)]
    public int ParallelismPerReceiver { get; set; } = 8;

    /// <summary>How many of them may be one tenant's, 1 to 1024. The default is 32.</summary>
    [Range(1, 1024)]
    public int ParallelismPerTenant { get; set; } = 32;

    /// <summary>How often to look for what other processes have left to send, 0.1 to 60 seconds. The default is 1 second. What this process stores is sent at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many endpoints a tenant may have, 0 to 1000. The default is 20.</summary>
    [Range(0, 1000)]
    public int EndpointsPerTenant { get; set; } = 20;

    /// <summary>What no annotation can say.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (i, key) in Keys.Index())
        {
            var bytes = new byte[Signing.SecretVault.KeyBytes + 1];
            if (!Convert.TryFromBase64String(key, bytes, out var length) || length != Signing.SecretVault.KeyBytes)
            {
                // Never repeated: it may be a key that was cut off.
                yield return new($"{Section}:{nameof(Keys)}:{i} is not the base64 of {Signing.SecretVault.KeyBytes} bytes; 'openssl rand -base64 32' makes one.", [nameof(Keys)]);
            }
        }

        foreach (var (i, network) in AllowedNetworks.Index())
        {
            if (!IPNetwork.TryParse(network, out _))
            {
                yield return new($"{Section}:{nameof(AllowedNetworks)}:{i} is '{network}'; allowed is a network such as 10.20.0.0/16.", [nameof(AllowedNetworks)]);
            }
        }
    }
}
