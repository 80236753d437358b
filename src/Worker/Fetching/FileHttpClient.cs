using System.Net;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Http;

namespace SwiftDiffusion.Worker.Fetching;

/// <summary>The connections that models and adapters come through.</summary>
internal sealed class FileHttpClient : IDisposable
{
    private static readonly IPNetwork[] Any = [IPNetwork.Parse("0.0.0.0/0"), IPNetwork.Parse("::/0")];

    /// <summary>Connects to public addresses, or to any if the settings say so.</summary>
    public FileHttpClient(IOptions<WorkerOptions> options)
        : this(new OutwardConnections(allowedNetworks: options.Value.FetchFromPrivateNetworks ? Any : []).CreateHandler())
    {
    }

    /// <summary>Goes through a handler of the caller's.</summary>
    public FileHttpClient(HttpMessageHandler handler) => Client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };

    public HttpClient Client { get; }

    public void Dispose() => Client.Dispose();
}
