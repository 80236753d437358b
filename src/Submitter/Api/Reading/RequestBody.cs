using Microsoft.AspNetCore.Http.Features;
using SwiftDiffusion.Submitter.Api.Problems;

namespace SwiftDiffusion.Submitter.Api.Reading;

/// <summary>Reads a body into memory, up to a limit.</summary>
internal static class RequestBody
{
    private const int FirstBuffer = 16 * 1024;

    /// <summary>Reads all of it. What comes slower than the server's least rate is given up by the server.</summary>
    /// <exception cref="ProblemException">It is too large, or compressed.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int maxBytes)
    {
        if (request.Headers.ContentEncoding is { Count: > 0 } encoding && encoding != "identity")
        {
            throw ProblemType.UnsupportedMediaType.Exception("The body is compressed; allowed is a body as it is, without Content-Encoding.");
        }

        if (request.ContentLength > maxBytes)
        {
            throw TooLarge(maxBytes);
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }

        try
        {
            using var body = new MemoryStream((int?)request.ContentLength ?? FirstBuffer);
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            return body.Length <= maxBytes ? body.GetBuffer().AsMemory(0, (int)body.Length) : throw TooLarge(maxBytes);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            throw TooLarge(maxBytes);
        }
    }

    private static ProblemException TooLarge(int maxBytes) => ProblemType.TooLarge.Exception($"The body has more than {maxBytes} bytes, which is the most that this address takes.");
}
