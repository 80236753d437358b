using System.Net;

namespace SwiftDiffusion.Storage.Tests.Azure;

/// <summary>Answers requests of Azure's client in place of the network.</summary>
/// <param name="answer">Gives the answer to a request; may wait, throw, or count.</param>
internal sealed class ScriptedAzure(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly List<string> requests = [];

    /// <summary>What was asked so far, for example <c>PUT /blobs/a</c>.</summary>
    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (requests)
            {
                return [.. requests];
            }
        }
    }

    /// <summary>Answers with one status after the other; the last one goes on for good.</summary>
    public static ScriptedAzure Of(params (int Status, string? Code)[] answers)
    {
        var next = -1;
        return new((_, _) => Task.FromResult(Answer(answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)])));
    }

    /// <summary>An answer, with Azure's error code if there is one.</summary>
    public static HttpResponseMessage Answer((int Status, string? Code) answer)
    {
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new ByteArrayContent([]) };
        response.Headers.Add("x-ms-request-id", "1");
        if (answer.Code is not null)
        {
            response.Headers.Add("x-ms-error-code", answer.Code);
            return response;
        }

        response.Headers.ETag = new("\"1\"");
        response.Content.Headers.LastModified = DateTimeOffset.UnixEpoch;
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (requests)
        {
            requests.Add($"{request.Method} {request.RequestUri!.AbsolutePath}");
        }

        return answer(request, cancellationToken);
    }
}
