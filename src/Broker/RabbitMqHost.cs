using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MassTransit;

namespace SwiftDiffusion.Broker;

/// <summary>The connection that options describe.</summary>
internal static class RabbitMqHost
{
    private const ushort PlainPort = 5672;
    private const ushort TlsPort = 5671;

    /// <summary>The port that is connected to.</summary>
    public static ushort PortOf(RabbitMqOptions options) => (ushort?)options.Port ?? (options.UseTls ? TlsPort : PlainPort);

    /// <summary>Points a bus to the broker.</summary>
    public static void Configure(IRabbitMqBusFactoryConfigurator bus, RabbitMqOptions options) => bus.Host(options.Host, PortOf(options), options.VirtualHost, host =>
    {
        host.Username(options.Username);
        host.Password(options.Password);
        host.Heartbeat(options.Heartbeat);
        host.PublisherConfirmation = true;
        if (options.UseTls)
        {
            host.UseSsl(tls =>
            {
                tls.Protocol = SslProtocols.Tls12 | SslProtocols.Tls13;
                tls.ServerName = options.TlsServerName ?? options.Host;
                tls.Certificate = ClientCertificate(options);
                if (options.CaFile is { } authorities)
                {
                    tls.CertificateValidationCallback = Validator(authorities);
                }
            });
        }
    });

    /// <summary>Certificates of the given authorities are good, of whichever kind the system trusts.</summary>
    public static RemoteCertificateValidationCallback Validator(string authorities)
    {
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPemFile(authorities);
        return (_, certificate, presented, errors) =>
        {
            if (certificate is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            {
                return false;
            }

            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            if (presented is not null)
            {
                chain.ChainPolicy.ExtraStore.AddRange(presented.ChainElements.Select(element => element.Certificate).ToArray());
            }

            using var copy = new X509Certificate2(certificate);
            return chain.Build(copy);
        };
    }

    /// <summary>The certificate by which we prove who we are; null where none is given.</summary>
    public static X509Certificate2? ClientCertificate(RabbitMqOptions options) =>
        options.ClientCertificateFile is { } file ? X509Certificate2.CreateFromPemFile(file, options.ClientKeyFile) : null;
}
