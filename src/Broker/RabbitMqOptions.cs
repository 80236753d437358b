using System.ComponentModel.DataAnnotations;

namespace SwiftDiffusion.Broker;

/// <summary>The section <c>RabbitMq</c>: where the broker is, and who we are to it.</summary>
public sealed class RabbitMqOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string Section = "RabbitMq";

    /// <summary>The broker's host. The default is <c>localhost</c>.</summary>
    [Required]
    public string Host { get; set; } = "localhost";

    /// <summary>Its port, 1 to 65535. Null, the default, is 5672, or 5671 with TLS.</summary>
    [Range(1, 65535)]
    public int? Port { get; set; }

    /// <summary>The virtual host. The default is <c>/</c>.</summary>
    [Required]
    public string VirtualHost { get; set; } = "/";

    /// <summary>The user. The default is <c>guest</c>, whom RabbitMQ admits from its own machine only.</summary>
    [Required]
    public string Username { get; set; } = "guest";

    /// <summary>The user's password. The default is <c>guest</c>.</summary>
    public string Password { get; set; } = "guest";

    /// <summary>Whether the connection is encrypted, with TLS 1.2 or 1.3. The default is false.</summary>
    public bool UseTls { get; set; }

    /// <summary>The name that the broker's certificate must have. Null, the default, is <see cref="Host"/>.</summary>
    public string? TlsServerName { get; set; }

    /// <summary>A PEM file of the authorities that may have signed the broker's certificate. Null, the default, is those that the system trusts.</summary>
    public string? CaFile { get; set; }

    /// <summary>A PEM file of the certificate by which we prove who we are; with <see cref="ClientKeyFile"/>. Null, the default, is none.</summary>
    public string? ClientCertificateFile { get; set; }

    /// <summary>A PEM file of that certificate's private key. Null by default.</summary>
    public string? ClientKeyFile { get; set; }

    /// <summary>How long a silent connection is taken for alive, from 1 second to 10 minutes. The default is 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How often a job may come back undone before the broker gives it up, 1 to 1000. The default is 5.</summary>
    /// <remarks>It is an argument of the queues: the same for all programs of a fleet, and changed by a policy of the broker once the queues exist.</remarks>
    [Range(1, 1000)]
    public int DeliveryLimit { get; set; } = 5;

    /// <summary>What no annotation can say: which settings go together, and which files must be there.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if ((ClientCertificateFile is null) != (ClientKeyFile is null))
        {
            yield return new($"{Section}:ClientCertificateFile and {Section}:ClientKeyFile are given together or not at all.", [nameof(ClientCertificateFile), nameof(ClientKeyFile)]);
        }

        foreach (var (name, file) in new[] { (nameof(CaFile), CaFile), (nameof(ClientCertificateFile), ClientCertificateFile), (nameof(ClientKeyFile), ClientKeyFile) })
        {
            if (file is not null && !UseTls)
            {
                yield return new($"{Section}:{name} is given, and {Section}:UseTls is false; certificates are for TLS.", [name]);
            }
            else if (file is not null && !File.Exists(file))
            {
                yield return new($"{Section}:{name} is '{file}', and there is no such file.", [name]);
            }
        }
    }
}
