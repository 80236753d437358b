namespace SwiftDiffusion.Worker.Preparing;

/// <summary>The connections that pictures come through.</summary>
internal sealed class PictureHttpClient : IDisposable
{
    /// <summary>Connects to public addresses only, without cookies, proxies or redirects of its own.</summary>
    public PictureHttpClient()
        : this(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = PublicAddresses.ConnectAsync,
        })
    {
    }

    /// <summary>Goes through a handler of the caller's.</summary>
    public PictureHttpClient(HttpMessageHandler handler) => Client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };

    public HttpClient Client { get; }

    public void Dispose() => Client.Dispose();
}
