using System.Net;
using System.Net.Sockets;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>Keeps jobs from reaching into the worker's own network: connections go only to addresses that the public internet routes.</summary>
/// <remarks>Ranges from IANA's registries of special-purpose addresses (RFC 6890 and its successors).</remarks>
internal static class PublicAddresses
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Of 2000::/3: Teredo and other protocol assignments, documentation, 6to4 (which embeds IPv4 addresses).
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Whether the public internet routes an address.</summary>
    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return (address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address)) && !NotPublic.Any(range => range.Contains(address));
    }

    /// <summary>Connects to a host if all its addresses are public. The very addresses that were checked are connected to, so a name cannot change its mind in between.</summary>
    /// <exception cref="PrivateAddressException">One isn't.</exception>
    public static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        if (!addresses.All(Contains))
        {
            throw new PrivateAddressException(context.DnsEndPoint.Host);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>An address leads into a private network.</summary>
internal sealed class PrivateAddressException(string host) : IOException($"'{host}' does not lead to the public internet.");
