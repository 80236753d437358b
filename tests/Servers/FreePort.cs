using System.Net;
using System.Net.Sockets;

namespace SwiftDiffusion.TestServers;

/// <summary>Ports for servers that must be told one.</summary>
/// <remarks>They lie below those that systems give to outgoing connections. Among those, a server that is stopped and started again may find its port taken, and a client that looks for it
/// while it is away may connect to itself.</remarks>
public static class FreePort
{
    private const int First = 20_000;
    private const int Count = 12_000;

    // Test programs run side by side: each begins somewhere else, and gives no port twice.
    private static int last = Environment.ProcessId * 101 % Count;

    /// <summary>A port of the loopback that nobody listens on, and that this process was not given before.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref last) % Count);
            try
            {
                using var socket = new TcpListener(IPAddress.Loopback, port);
                socket.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                // The next one, then.
            }
        }
    }
}
