using System.Diagnostics;
using System.Net.Http.Headers;
using System.Reflection;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Http;
using SwiftDiffusion.Submitter.Hosting;
using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Webhooks.Sending;

/// <summary>Sends one webhook once. Only the receiver's status counts; what else it says is not read.</summary>
internal sealed class WebhookSender(WebhookHttpClient http, IOptions<WebhookOptions> options, TimeProvider time)
{
    private static readonly ProductInfoHeaderValue Agent =
        new("SwiftDiffusion", Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]);

    /// <summary>Sends it, and says what came of it.</summary>
    /// <exception cref="OperationCanceledException">It was stopped; whether the receiver has it is not known.</exception>
    public async Task<AttemptResult> SendAsync(WebhookMessage message, CancellationToken cancellationToken)
    {
        using var activity = SubmitterTracing.Source.StartActivity("webhook", ActivityKind.Producer, message.TraceParent);
        var (at, started) = (time.GetUtcNow(), time.GetTimestamp());
        var result = await TrySendAsync(message, at, activity?.Id ?? message.TraceParent, cancellationToken);
        result = result with { Duration = time.GetElapsedTime(started) };
        activity?.SetTag("server.address", WebhookUrl.ReceiverOf(message.Url));
        activity?.SetTag("http.response.status_code", result.Status);
        activity?.SetStatus(result.Outcome == AttemptOutcome.Delivered ? ActivityStatusCode.Ok : ActivityStatusCode.Error, result.Error);
        return result;
    }

    private async Task<AttemptResult> TrySendAsync(WebhookMessage message, DateTimeOffset at, string? traceParent, CancellationToken cancellationToken)
    {
        if (WebhookUrl.Problem(message.Url, options.Value.AllowHttp) is { } problem)
        {
            return Unanswered(AttemptOutcome.Blocked, at, $"The address {problem}.");
        }

        using var timeout = new CancellationTokenSource(options.Value.Timeout, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = Request(message, at, traceParent);
            using var response = await http.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop.Token);
            return Judge(response, at);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Unanswered(AttemptOutcome.Failed, at, $"There was no answer within {options.Value.Timeout.TotalSeconds:0.#} s.");
        }
        catch (HttpRequestException e) when (e.GetBaseException() is PrivateAddressException guard)
        {
            return Unanswered(AttemptOutcome.Blocked, at, guard.Message);
        }
        catch (HttpRequestException e)
        {
            return Unanswered(AttemptOutcome.Failed, at, Explain(e.HttpRequestError));
        }
    }

    private static HttpRequestMessage Request(WebhookMessage message, DateTimeOffset at, string? traceParent)
    {
        var content = new ByteArrayContent(message.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Post, message.Url) { Content = content };
        request.Headers.UserAgent.Add(Agent);
        request.Headers.Add("webhook-id", message.Id);
        request.Headers.Add("webhook-timestamp", WebhookSignature.Seconds(at));
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(message.Id, at, message.Body, message.Secrets));
        if (traceParent is not null)
        {
            request.Headers.Add("traceparent", traceParent);
        }

        return request;
    }

    private AttemptResult Judge(HttpResponseMessage response, DateTimeOffset at)
    {
        var status = (int)response.StatusCode;
        var (outcome, error) = status switch
        {
            >= 200 and < 300 => (AttemptOutcome.Delivered, null),
            >= 300 and < 400 => (AttemptOutcome.Refused, $"The receiver redirects ({status}); redirects are not followed."),
            410 => (AttemptOutcome.Gone, "The receiver is gone (410)."),
            >= 400 and < 500 => (AttemptOutcome.Refused, $"The receiver answered {status}."),
            _ => (AttemptOutcome.Failed, $"The receiver answered {status}."),
        };
        return new AttemptResult(outcome, at, TimeSpan.Zero) { Status = status, Error = error, RetryAfter = RetryAfter(response.Headers.RetryAfter) };
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        (header?.Delta ?? header?.Date - time.GetUtcNow()) is { } wait && wait > TimeSpan.Zero ? wait : null;

    private static AttemptResult Unanswered(AttemptOutcome outcome, DateTimeOffset at, string error) => new(outcome, at, TimeSpan.Zero) { Error = error };

    // Not the exception's own words, which tell of addresses and ports that a name leads to.
    private static string Explain(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "The host's name has no address.",
        HttpRequestError.ConnectionError => "The host does not take connections.",
        HttpRequestError.SecureConnectionError => "No secure connection: the host speaks no TLS, or its certificate is not trusted.",
        HttpRequestError.ConfigurationLimitExceeded => "The answer's headers are too long.",
        _ => "The connection broke before an answer came, or the answer is not HTTP.",
    };
}
