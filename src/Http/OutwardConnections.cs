using System.Net;
using System.Net.Sockets;

namespace SwiftDiffusion.Http;

/// <summary>Connects to hosts that others name, and keeps them from reaching into our own network. Thread-safe.</summary>
/// <remarks>
/// A host is judged when it is connected to, and the very addresses that were judged are connected to, so a name cannot change its mind in between. If one of a host's addresses is not
/// allowed, none is: which one would be taken is not for us to say.
/// </remarks>
public sealed class OutwardConnections
{
    private readonly HashSet<string> hosts;
    private readonly IReadOnlyList<IPNetwork> networks;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve;

    /// <summary>Allows the public internet, and what is named.</summary>
    /// <param name="allowedHosts">Hosts that may lead anywhere, in any case. Null, the default, is none.</param>
    /// <param name="allowedNetworks">Networks that are allowed as well, for example <c>10.20.0.0/16</c>. Null, the default, is none.</param>
    public OutwardConnections(IEnumerable<string>? allowedHosts = null, IEnumerable<IPNetwork>? allowedNetworks = null)
        : this(allowedHosts, allowedNetworks, Dns.GetHostAddressesAsync)
    {
    }

    internal OutwardConnections(IEnumerable<string>? allowedHosts, IEnumerable<IPNetwork>? allowedNetworks, Func<string, CancellationToken, Task<IPAddress[]>> resolve) =>
        (hosts, networks, this.resolve) = (new HashSet<string>(allowedHosts ?? [], StringComparer.OrdinalIgnoreCase), [.. allowedNetworks ?? []], resolve);

    /// <summary>A handler for HTTP that connects in this way, without cookies, proxies or redirects of its own. The caller disposes it.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectCallback = ConnectAsync,
    };

    /// <summary>Connects, as <see cref="SocketsHttpHandler.ConnectCallback"/> asks for.</summary>
    /// <exception cref="PrivateAddressException">The host leads to where connections may not go. Nothing was sent.</exception>
    /// <exception cref="SocketException">The host has no address, or does not answer.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var addresses = await ResolveAsync(context.DnsEndPoint.Host, cancellationToken);
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

    /// <summary>A host's addresses, if all are allowed.</summary>
    internal async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        var addresses = await resolve(host, cancellationToken);
        return hosts.Contains(host) || addresses.All(IsAllowed) ? addresses : throw new PrivateAddressException(host);
    }

    private bool IsAllowed(IPAddress address) =>
        PublicAddresses.Contains(address) || networks.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address));
}
