using System.Security.Cryptography.X509Certificates;
using RabbitMQ.Client;

namespace SwiftDiffusion.Broker;

/// <summary>Connections apart from the bus.</summary>
internal static class RabbitMqConnections
{
    /// <summary>Opens a connection as options describe it; the caller disposes it.</summary>
    public static Task<IConnection> OpenAsync(RabbitMqOptions options, CancellationToken cancellationToken) => new ConnectionFactory
    {
        HostName = options.Host,
        Port = RabbitMqHost.PortOf(options),
        VirtualHost = options.VirtualHost,
        UserName = options.Username,
        Password = options.Password,
        RequestedHeartbeat = options.Heartbeat,
        AutomaticRecoveryEnabled = false,
        Ssl = Tls(options),
    }.CreateConnectionAsync(cancellationToken);

    private static SslOption Tls(RabbitMqOptions options)
    {
        var tls = new SslOption(options.TlsServerName ?? options.Host, enabled: options.UseTls);
        if (RabbitMqHost.ClientCertificate(options) is { } certificate)
        {
            tls.Certs = new X509CertificateCollection { certificate };
        }

        if (options.CaFile is { } authorities)
        {
            tls.CertificateValidationCallback = RabbitMqHost.Validator(authorities);
        }

        return tls;
    }
}
