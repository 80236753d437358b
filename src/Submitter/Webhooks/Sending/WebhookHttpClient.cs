using System.Net;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Http;

namespace SwiftDiffusion.Submitter.Webhooks.Sending;

/// <summary>The connections that webhooks go out by: to public addresses and to what the settings allow, without redirects, cookies or proxies.</summary>
internal sealed class WebhookHttpClient : IDisposable
{
    private const int MaxHeadersKilobytes = 16;
    private const int MaxBodyBytes = 64 * 1024;

    public WebhookHttpClient(IOptions<WebhookOptions> options)
        : this(new OutwardConnections(options.Value.AllowedHosts, options.Value.AllowedNetworks.Select(network => IPNetwork.Parse(network))), options.Value.ParallelismPerReceiver)
    {
    }

    public WebhookHttpClient(OutwardConnections connections, int perReceiver)
    {
        var handler = connections.CreateHandler();
        handler.MaxConnectionsPerServer = perReceiver;
        handler.MaxResponseHeadersLength = MaxHeadersKilobytes;
        // What the receiver says beyond its status is not wanted: a little is read, so that the connection can be used again; else it is closed.
        handler.MaxResponseDrainSize = MaxBodyBytes;
        handler.ResponseDrainTimeout = TimeSpan.FromSeconds(1);
        handler.PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30);
        // The trace is that of the job; the sender sets it.
        handler.ActivityHeadersPropagator = null;
        Client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public HttpClient Client { get; }

    public void Dispose() => Client.Dispose();
}
