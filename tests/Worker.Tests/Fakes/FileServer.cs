using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SwiftDiffusion.Worker.Tests.Fakes;

/// <summary>An HTTP server on the loopback that answers for all hosts, with ranges and versions, and breaks off when a test says so.</summary>
internal sealed class FileServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<Asked> asked = [];

    public FileServer()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>What it answers; null is 404.</summary>
    public Func<Asked, Answer?> Respond { get; set; } = _ => null;

    /// <summary>What it was asked for, in order.</summary>
    public IReadOnlyList<Asked> Requests
    {
        get
        {
            lock (asked)
            {
                return [.. asked];
            }
        }
    }

    /// <summary>Leads requests for https at any host here.</summary>
    public HttpMessageHandler Handler() => new Plain(((IPEndPoint)listener.LocalEndpoint).Port) { InnerHandler = new SocketsHttpHandler { AllowAutoRedirect = false } };

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
            var path = (await reader.ReadLineAsync())!.Split(' ')[1];
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync() is { Length: > 0 } line)
            {
                headers[line.Split(": ")[0]] = line.Split(": ", 2)[1];
            }

            var request = new Asked(path, headers);
            lock (asked)
            {
                asked.Add(request);
            }

            if (Respond(request) is { } answer)
            {
                await answer.WriteAsync(client.GetStream(), request);
            }
            else
            {
                await client.GetStream().WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
            }
        }
    }

    private sealed class Plain(int port) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Host = request.RequestUri!.Host;
            request.RequestUri = new Uri($"http://127.0.0.1:{port}{request.RequestUri.PathAndQuery}");
            return base.SendAsync(request, cancellationToken);
        }
    }
}

/// <summary>A request.</summary>
internal sealed record Asked(string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>From which byte on; null for all.</summary>
    public long? From => Headers.TryGetValue("Range", out var range) ? long.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : null;
}

/// <summary>An answer.</summary>
internal sealed record Answer(byte[] Body)
{
    public string Status { get; init; } = "200 OK";

    public string? ETag { get; init; }

    public string ContentType { get; init; } = "application/octet-stream";

    public string? Location { get; init; }

    /// <summary>After how many bytes of the body it breaks off.</summary>
    public int BreakAfter { get; init; } = int.MaxValue;

    /// <summary>What it waits for before the body.</summary>
    public Task Gate { get; init; } = Task.CompletedTask;

    public async Task WriteAsync(Stream stream, Asked request)
    {
        var resumed = ETag is not null && request.From is not null && request.Headers.GetValueOrDefault("If-Range") == ETag;
        var body = resumed ? Body[(int)request.From!..] : Body;
        var head = new StringBuilder($"HTTP/1.1 {(resumed ? "206 Partial Content" : Status)}\r\nContent-Length: {body.Length}\r\nContent-Type: {ContentType}\r\nConnection: close\r\n");
        head.Append(ETag is null ? "" : $"ETag: {ETag}\r\n").Append(Location is null ? "" : $"Location: {Location}\r\n");
        head.Append(CultureInfo.InvariantCulture, $"{(resumed ? $"Content-Range: bytes {request.From}-{Body.Length - 1}/{Body.Length}\r\n" : "")}\r\n");
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head.ToString()));
        await Gate;
        await stream.WriteAsync(body.AsMemory(0, Math.Min(BreakAfter, body.Length)));
    }
}
