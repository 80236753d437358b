using System.Net;
using System.Net.Sockets;

namespace SwiftDiffusion.TestServers;

/// <summary>Ports for servers that must be told one.</summary>
public static class FreePort
{
    /// <summary>A port of the loopback that nobody listened on a moment ago.</summary>
    public static int Next()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
