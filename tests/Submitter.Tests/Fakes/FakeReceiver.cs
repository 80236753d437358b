using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace SwiftDiffusion.Submitter.Tests.Fakes;

/// <summary>Receives webhooks over a bare socket, so that it can answer in any way: also in none, or in lies.</summary>
internal sealed class FakeReceiver : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly Channel<ReceivedHook> arrived = Channel.CreateUnbounded<ReceivedHook>();
    private readonly ConcurrentQueue<ReceivedHook> all = new();
    private readonly ConcurrentBag<Task> connections = [];
    private readonly Task accepting;

    public FakeReceiver(int port = 0)
    {
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens; stays known when it is gone, so that another can take its place.</summary>
    public int Port { get; }

    public string Url => $"http://127.0.0.1:{Port}/hooks";

    /// <summary>How it answers. The default is 204.</summary>
    public Func<ReceivedHook, Stream, CancellationToken, Task> Answer { get; set; } = Status(204);

    /// <summary>All that came, in the order in which it came.</summary>
    public IReadOnlyList<ReceivedHook> All => [.. all];

    /// <summary>Waits for the next.</summary>
    public Task<ReceivedHook> NextAsync() => arrived.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask();

    /// <summary>Answers with a status and no body.</summary>
    public static Func<ReceivedHook, Stream, CancellationToken, Task> Status(int status, params string[] headers) =>
        Text($"HTTP/1.1 {status} Whatever\r\n{string.Concat(headers.Select(header => header + "\r\n"))}{(status == 204 ? "" : "Content-Length: 0\r\n")}\r\n");

    /// <summary>Answers with a text, as it is.</summary>
    public static Func<ReceivedHook, Stream, CancellationToken, Task> Text(string text) =>
        async (_, stream, token) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), token);

    /// <summary>Does not answer.</summary>
    public static Func<ReceivedHook, Stream, CancellationToken, Task> Silence() => (_, _, token) => Task.Delay(Timeout.Infinite, token);

    /// <summary>Goes away; as often as it is asked to.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(connections);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is being stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            var stream = client.GetStream();
            while (await ReadAsync(stream) is { } hook)
            {
                all.Enqueue(hook);
                arrived.Writer.TryWrite(hook);
                await Answer(hook, stream, stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // It is being stopped, or the sender has hung up.
        }
    }

    private async Task<ReceivedHook?> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, stop.Token) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, stop.Token);
        return new ReceivedHook(lines[0], headers, body);
    }
}

/// <summary>A webhook as it came.</summary>
internal sealed record ReceivedHook(string RequestLine, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];

    public string Text => Encoding.UTF8.GetString(Body);
}
