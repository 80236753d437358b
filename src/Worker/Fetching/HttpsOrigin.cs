using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Options;

namespace SwiftDiffusion.Worker.Fetching;

/// <summary>Files at https addresses of hosts that the settings allow, also after redirects. A host's token goes to that host alone.</summary>
internal sealed class HttpsOrigin(FileHttpClient http, IOptions<WorkerOptions> options) : IFileOrigin
{
    private const int MaxRedirects = 5;

    private readonly HashSet<string> hosts = new(options.Value.FetchHosts, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> tokens = new(options.Value.FetchTokens, StringComparer.OrdinalIgnoreCase);

    public async Task<FileContent> OpenAsync(RemoteFile file, long from, string? version, CancellationToken cancellationToken)
    {
        var url = new Uri(file.Location, UriKind.Absolute);
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            Check(url);
            using var request = Request(url, from, version);
            var response = await http.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && from > 0)
            {
                // All of it is here already, from a process that ended before it verified it; or it has become shorter.
                response.Dispose();
                return await OpenAsync(file, 0, null, cancellationToken);
            }

            if (response.StatusCode is < HttpStatusCode.MovedPermanently or >= HttpStatusCode.BadRequest or HttpStatusCode.NotModified)
            {
                return await AnswerAsync(response, from, cancellationToken);
            }

            using (response)
            {
                url = response.Headers.Location is { } location ? new Uri(url, location) : throw new FetchException("was redirected to nowhere.");
            }
        }

        throw new FetchException($"was redirected more than {MaxRedirects} times.");
    }

    private void Check(Uri url)
    {
        if (url.Scheme != Uri.UriSchemeHttps)
        {
            throw new FetchException($"lies at an address of scheme '{url.Scheme}'; allowed is https, also for redirects.");
        }

        if (!hosts.Contains(url.Host))
        {
            throw new FetchException($"lies at host '{url.Host}', which {WorkerOptions.Section}:{nameof(WorkerOptions.FetchHosts)} does not allow.");
        }
    }

    private HttpRequestMessage Request(Uri url, long from, string? version)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (tokens.TryGetValue(url.Host, out var token))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (from > 0 && version is not null)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            // Of another version we want all.
            request.Headers.IfRange = new RangeConditionHeaderValue(EntityTagHeaderValue.Parse(version));
        }

        return request;
    }

    private static async Task<FileContent> AnswerAsync(HttpResponseMessage response, long from, CancellationToken cancellationToken)
    {
        try
        {
            if (!response.IsSuccessStatusCode)
            {
                var transient = response.StatusCode is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
                throw new FetchException($"is not to be had: its server answers {(int)response.StatusCode} {response.ReasonPhrase}.", transient: transient);
            }

            if (response.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml")
            {
                throw new FetchException("is not to be had: its server answers with a web page (HTML), maybe a login, rather than with the file.", isInvalid: true);
            }

            var resumed = response.StatusCode == HttpStatusCode.PartialContent;
            var range = response.Content.Headers.ContentRange;
            if (resumed && range?.From != from)
            {
                throw new IOException("The server answers with another part of the file than it was asked for.");
            }

            var version = response.Headers.ETag is { IsWeak: false, Tag: var tag } ? tag : null;
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            return new FileContent(stream, resumed ? from : 0, resumed ? range!.Length : response.Content.Headers.ContentLength, version, response);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
