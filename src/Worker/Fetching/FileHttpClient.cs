using Microsoft.Extensions.Options;
using SwiftDiffusion.Worker.Preparing;

namespace SwiftDiffusion.Worker.Fetching;

/// <summary>The connections that models and adapters come through.</summary>
internal sealed class FileHttpClient : IDisposable
{
    /// <summary>Connects to public addresses, or to any if the settings say so; without cookies, proxies or redirects of its own.</summary>
    public FileHttpClient(IOptions<WorkerOptions> options)
        : this(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = options.Value.FetchFromPrivateNetworks ? null : PublicAddresses.ConnectAsync,
        })
    {
    }

    /// <summary>Goes through a handler of the caller's.</summary>
    public FileHttpClient(HttpMessageHandler handler) => Client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };

    public HttpClient Client { get; }

    public void Dispose() => Client.Dispose();
}
