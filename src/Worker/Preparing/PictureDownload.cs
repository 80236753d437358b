using System.Net;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using SwiftDiffusion.Http;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>Fetches a picture's file over https: from public addresses only, up to a size, within a time, through a few redirects that stay https.</summary>
internal sealed class PictureDownload(PictureHttpClient http, IOptions<WorkerOptions> options, TimeProvider time)
{
    private const int MaxRedirects = 3;
    private const int MaxRetries = 2;

    private readonly int maxBytes = options.Value.MaxPictureBytes;
    private readonly ResiliencePipeline tries = Tries(time, options.Value.PictureTimeout);

    /// <summary>Fetches a file.</summary>
    /// <param name="url">Where from.</param>
    /// <param name="field">The job's field, for what is said of it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="JobFailureException">It is not to be had, or too large.</exception>
    public async Task<byte[]> GetAsync(string url, string field, CancellationToken cancellationToken)
    {
        try
        {
            return await tries.ExecuteAsync(async token => await GetOnceAsync(new Uri(url, UriKind.Absolute), field, token), cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or UriFormatException or TimeoutRejectedException)
        {
            // Addresses may carry secrets in their query, so they are not repeated.
            var problem = e.GetBaseException() is PrivateAddressException or UriFormatException ? e.GetBaseException().Message : e.Message;
            throw Unavailable(field, problem, IsTransient(e), e);
        }
    }

    /// <summary>A few tries, each within a time, with growing waits in between that chance spreads.</summary>
    private static ResiliencePipeline Tries(TimeProvider time, TimeSpan timeout) => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = MaxRetries,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(1),
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } e && IsTransient(e)),
        })
        .AddTimeout(timeout)
        .Build();

    private static bool IsTransient(Exception e) => e switch
    {
        HttpRequestException { InnerException: PrivateAddressException } => false,
        HttpRequestException { StatusCode: { } status } => status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
        HttpRequestException or IOException or TimeoutRejectedException => true,
        _ => false,
    };

    private static JobFailureException Unavailable(string field, string problem, bool retryable = false, Exception? inner = null) =>
        new(FailureReason.InputUnavailable, $"{field}.url cannot be fetched: {problem}", retryable, inner);

    private async Task<byte[]> GetOnceAsync(Uri url, string field, CancellationToken cancellationToken)
    {
        for (var redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            if (url.Scheme != Uri.UriSchemeHttps)
            {
                throw Unavailable(field, $"its scheme is '{url.Scheme}'; allowed is https, also for redirects.");
            }

            using var response = await http.Client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            if (!IsRedirect(response.StatusCode))
            {
                response.EnsureSuccessStatusCode();
                await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
                return await LimitedReading.ReadAsync(content, maxBytes, field, cancellationToken);
            }

            url = response.Headers.Location is { } location ? new Uri(url, location) : throw Unavailable(field, "it was redirected to nowhere.");
        }

        throw Unavailable(field, $"it was redirected more than {MaxRedirects} times.");
    }

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
