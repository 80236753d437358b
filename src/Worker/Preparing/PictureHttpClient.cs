using SwiftDiffusion.Http;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>The connections that pictures come through.</summary>
internal sealed class PictureHttpClient : IDisposable
{
    /// <summary>Connects to public addresses only.</summary>
    public PictureHttpClient()
        : this(new OutwardConnections().CreateHandler())
    {
    }

    /// <summary>Goes through a handler of the caller's.</summary>
    public PictureHttpClient(HttpMessageHandler handler) => Client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };

    public HttpClient Client { get; }

    public void Dispose() => Client.Dispose();
}
