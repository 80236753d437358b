using System.Collections.Concurrent;
using System.Net;
using SwiftDiffusion.TestServers;

namespace SwiftDiffusion.Fleet.Tests;

/// <summary>A collector of traces and metrics (OTLP over HTTP) that keeps what it gets as it comes.</summary>
internal sealed class Collector : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<(string Path, byte[] Body)> received = new();

    private Collector(int port)
    {
        Address = $"http://127.0.0.1:{port}";
        listener.Prefixes.Add($"{Address}/");
        listener.Start();
    }

    public string Address { get; }

    /// <summary>What came to a path, in one piece.</summary>
    public byte[] Received(string path) => [.. received.Where(one => one.Path == path).SelectMany(one => one.Body)];

    public static Collector Open()
    {
        var collector = new Collector(FreePort.Next());
        _ = collector.ReceiveAsync();
        return collector;
    }

    public void Dispose() => listener.Close();

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                received.Enqueue((context.Request.Url!.AbsolutePath, body.ToArray()));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // It is closed.
        }
    }
}
