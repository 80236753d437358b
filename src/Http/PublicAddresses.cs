using System.Net;
using System.Net.Sockets;

namespace SwiftDiffusion.Http;

/// <summary>Tells addresses that the public internet routes from those of private networks, of one machine, and of special purposes.</summary>
/// <remarks>Ranges from IANA's registries of special-purpose addresses (RFC 6890 and its successors).</remarks>
public static class PublicAddresses
{
    private static readonly IPNetwork[] NotPublic =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Public by its number, but Azure answers it within every virtual machine: https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16
            "168.63.129.16/32",
            // Of 2000::/3: Teredo and other protocol assignments, documentation, 6to4 (which embeds IPv4 addresses).
            "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(IPNetwork.Parse),
    ];

    // What is outside of it is not routed: unique local, link-local, multicast, and the prefixes that embed IPv4 addresses, 64:ff9b::/96 and 64:ff9b:1::/48 (NAT64) and ::/96.
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Whether the public internet routes an address.</summary>
    /// <param name="address">An IPv4 address, also one mapped to IPv6, or an IPv6 address.</param>
    public static bool Contains(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
        {
            address = address.MapToIPv4();
        }

        return (address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address)) && !NotPublic.Any(range => range.Contains(address));
    }
}
