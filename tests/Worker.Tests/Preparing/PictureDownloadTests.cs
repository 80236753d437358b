using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Worker.Preparing;
using SwiftDiffusion.Worker.Settling;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Preparing;

public sealed class PictureDownloadTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeWeb web = new();
    private readonly PictureHttpClient http;
    private readonly PictureDownload download;

    public PictureDownloadTests()
    {
        http = new PictureHttpClient(web);
        download = new PictureDownload(http, Options.Create(new WorkerOptions { MaxPictureBytes = 2048, PictureTimeout = TimeSpan.FromSeconds(10) }), time);
    }

    public void Dispose()
    {
        http.Dispose();
        web.Dispose();
    }

    [Fact]
    public async Task GetAsync_AFile_ReturnsItsBytes()
    {
        web.Answer("https://a.example/1", HttpStatusCode.OK, new byte[2048]);
        Assert.Equal(2048, (await GetAsync("https://a.example/1")).Length);
    }

    [Fact]
    public async Task GetAsync_LargerThanAllowed_Fails()
    {
        web.Answer("https://a.example/1", HttpStatusCode.OK, new byte[2049]);
        Assert.Equal(FailureReason.InputInvalid, (await FailAsync("https://a.example/1")).Failure.Reason);
    }

    [Fact]
    public async Task GetAsync_RedirectedToHttps_Follows()
    {
        web.Redirect("https://a.example/1", "/2").Redirect("https://a.example/2", "https://b.example/3").Answer("https://b.example/3", HttpStatusCode.OK, [1]);
        Assert.Equal([1], await GetAsync("https://a.example/1"));
    }

    [Theory]
    [InlineData("http://a.example/2")]
    [InlineData("file:///etc/passwd")]
    public async Task GetAsync_RedirectedToAnotherScheme_Fails(string target)
    {
        web.Redirect("https://a.example/1", target);
        var failure = (await FailAsync("https://a.example/1")).Failure;
        Assert.Equal((FailureReason.InputUnavailable, false), (failure.Reason, failure.Retryable));
        Assert.Single(web.Asked);
    }

    [Fact]
    public async Task GetAsync_RedirectedInACircle_Fails()
    {
        web.Redirect("https://a.example/1", "https://a.example/1");
        Assert.Contains("more than 3 times", (await FailAsync("https://a.example/1")).Message, StringComparison.Ordinal);
        Assert.Equal(4, web.Asked.Count);
    }

    [Fact]
    public async Task GetAsync_NotFound_FailsAtOnceAndForGood()
    {
        var failure = (await FailAsync("https://a.example/1?secret=7")).Failure;
        Assert.Equal((FailureReason.InputUnavailable, false), (failure.Reason, failure.Retryable));
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.Single(web.Asked);
    }

    [Fact]
    public async Task GetAsync_ServerIsBusyForAWhile_TriesAgain()
    {
        web.Answer("https://a.example/1", HttpStatusCode.ServiceUnavailable, []).Answer("https://a.example/1", HttpStatusCode.OK, [1]);
        Assert.Equal([1], await time.PassUntil(GetAsync("https://a.example/1")));
    }

    [Fact]
    public async Task GetAsync_ServerStaysBusy_FailsForNow()
    {
        web.Answer("https://a.example/1", HttpStatusCode.ServiceUnavailable, []);
        var failure = (await Assert.ThrowsAsync<JobFailureException>(() => time.PassUntil(GetAsync("https://a.example/1")))).Failure;
        Assert.Equal((FailureReason.InputUnavailable, true), (failure.Reason, failure.Retryable));
        Assert.Equal(3, web.Asked.Count);
    }

    [Fact]
    public async Task GetAsync_ServerNeverAnswers_FailsForNow()
    {
        web.Silence("https://a.example/1");
        var failure = (await Assert.ThrowsAsync<JobFailureException>(() => time.PassUntil(GetAsync("https://a.example/1")))).Failure;
        Assert.Equal((FailureReason.InputUnavailable, true), (failure.Reason, failure.Retryable));
    }

    private Task<byte[]> GetAsync(string url) => download.GetAsync(url, "initImage", TestContext.Current.CancellationToken);

    private Task<JobFailureException> FailAsync(string url) => Assert.ThrowsAsync<JobFailureException>(() => GetAsync(url));
}
