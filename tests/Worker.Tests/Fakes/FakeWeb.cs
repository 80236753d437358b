using System.Net;

namespace SwiftDiffusion.Worker.Tests.Fakes;

/// <summary>Answers requests as a test says; the last answer to an address stays.</summary>
internal sealed class FakeWeb : HttpMessageHandler
{
    private readonly Dictionary<string, Queue<Func<HttpResponseMessage?>>> answers = [];
    private readonly List<string> asked = [];

    /// <summary>The addresses asked for, in order.</summary>
    public IReadOnlyList<string> Asked => asked;

    public FakeWeb Answer(string url, HttpStatusCode status, byte[] content) => Add(url, () => new HttpResponseMessage(status) { Content = new ByteArrayContent(content) });

    public FakeWeb Redirect(string url, string target) => Add(
        url, () => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri(target, UriKind.RelativeOrAbsolute) } });

    public FakeWeb Silence(string url) => Add(url, () => null);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!.AbsoluteUri;
        asked.Add(url);
        if (!answers.TryGetValue(url, out var queue))
        {
            return new HttpResponseMessage(HttpStatusCode.NotFound);
        }

        var answer = (queue.Count > 1 ? queue.Dequeue() : queue.Peek())();
        if (answer is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
        }

        return answer!;
    }

    private FakeWeb Add(string url, Func<HttpResponseMessage?> answer)
    {
        if (!answers.TryGetValue(url, out var queue))
        {
            answers[url] = queue = new Queue<Func<HttpResponseMessage?>>();
        }

        queue.Enqueue(answer);
        return this;
    }
}
