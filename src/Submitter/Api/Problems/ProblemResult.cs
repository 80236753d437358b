using System.Globalization;
using System.Text.Json;

namespace SwiftDiffusion.Submitter.Api.Problems;

/// <summary>An answer that is a problem.</summary>
/// <param name="problem">What is wrong.</param>
/// <param name="retryAfter">When to ask again; null where that is not known to help.</param>
internal sealed class ProblemResult(Problem problem, TimeSpan? retryAfter = null) : IResult
{
    /// <summary>The media type of problems.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>What is wrong.</summary>
    public Problem Problem => problem;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = problem.Status;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";
        if (retryAfter is { } delay)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(delay.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        await response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(problem, ApiJson.Options), httpContext.RequestAborted);
    }
}
