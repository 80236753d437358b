using SwiftDiffusion.Storage;
using SwiftDiffusion.Submitter.Data;

namespace SwiftDiffusion.Submitter.Api.Problems;

/// <summary>Makes a problem of whatever ends a request badly: what was thrown, and statuses that come without a body.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public async Task InvokeAsync(HttpContext context)
    {
        ProblemResult? problem;
        try
        {
            await next(context);
            problem = context.Response is { HasStarted: false, ContentType: null, ContentLength: null or 0, StatusCode: >= 400 } ? OfStatus(context) : null;
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            if (context.RequestAborted.IsCancellationRequested)
            {
                return; // Nobody hears the answer.
            }

            problem = OfException(e);
        }

        if (problem is not null)
        {
            await problem.ExecuteAsync(context);
        }
    }

    private ProblemResult OfException(Exception exception)
    {
        switch (exception)
        {
            case ProblemException e:
                return e.Result;
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ProblemType.TooLarge.Result("The body is larger than this address takes.");
            case BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }:
                return ProblemType.TimedOut.Result("The body came too slowly, or stopped coming.");
            case BadHttpRequestException e:
                return ProblemType.InvalidRequest.Result(e.Message);
            case StorageException { Transient: true }:
                LogUnavailable(logger, exception);
                return ProblemType.Unavailable.Result("The blob store does not answer. Try again.", RetryAfter);
            case OperationCanceledException:
                // The process is ending.
                return ProblemType.Unavailable.Result("The server is going away. Try again.", RetryAfter);
            case var _ when Transactions.IsPassing(exception):
                LogUnavailable(logger, exception);
                return ProblemType.Unavailable.Result("The database does not answer. Try again.", RetryAfter);
            default:
                LogFailed(logger, exception);
                return ProblemType.Internal.Result("The request could not be carried out. It is in the server's log.");
        }
    }

    private static ProblemResult OfStatus(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ProblemType.NotFound.Result("There is nothing at this address. docs/api/http.md lists the addresses."),
        StatusCodes.Status405MethodNotAllowed => ProblemType.MethodNotAllowed.Result($"{context.Request.Method} is not among the methods of this address; allowed is {context.Response.Headers.Allow}."),
        StatusCodes.Status415UnsupportedMediaType => ProblemType.UnsupportedMediaType.Result("The Content-Type is not one that this address takes."),
        var status => new ProblemResult(new Problem { Type = "about:blank", Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status), Status = status, Detail = "The request was refused." }),
    };

    [LoggerMessage(2301, LogLevel.Warning, "A request was turned away, since something that it needs is away.")]
    private static partial void LogUnavailable(ILogger logger, Exception exception);

    [LoggerMessage(2302, LogLevel.Error, "A request failed.")]
    private static partial void LogFailed(ILogger logger, Exception exception);
}
