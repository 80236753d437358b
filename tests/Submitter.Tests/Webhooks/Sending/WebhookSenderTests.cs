using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SwiftDiffusion.Http;
using SwiftDiffusion.Submitter.Tests.Fakes;
using SwiftDiffusion.Submitter.Webhooks;
using SwiftDiffusion.Submitter.Webhooks.Sending;
using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Tests.Webhooks.Sending;

public sealed class WebhookSenderTests : IAsyncDisposable
{
    private const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private readonly FakeTimeProvider time = new(TestFleet.Noon);
    private readonly FakeReceiver receiver = new();
    private readonly WebhookHttpClient http = new(new OutwardConnections(allowedNetworks: [IPNetwork.Parse("127.0.0.0/8")]), perReceiver: 4);
    private readonly WebhookSecret secret = WebhookSecret.Create();
    private readonly WebhookSender sender;

    public WebhookSenderTests() => sender = new WebhookSender(http, Options.Create(new WebhookOptions { AllowHttp = true }), time);

    [Fact]
    public async Task Send_ToAReceiver_PostsTheBodySignedAndTraced()
    {
        var result = await SendAsync();
        var hook = await receiver.NextAsync();
        Assert.Equal((AttemptOutcome.Delivered, 204, null), (result.Outcome, result.Status, result.Error));
        Assert.Equal("POST /hooks HTTP/1.1", hook.RequestLine);
        Assert.Equal("{\"type\":\"job.succeeded\"}", hook.Text);
        Assert.Equal("application/json", hook.Headers["content-type"]);
        Assert.Equal("a:succeeded", hook.Headers["webhook-id"]);
        Assert.Equal(TestFleet.Noon.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), hook.Headers["webhook-timestamp"]);
        Assert.Equal(WebhookSignature.Sign("a:succeeded", TestFleet.Noon, hook.Body, [secret]), hook.Headers["webhook-signature"]);
        Assert.Equal(Trace, hook.Headers["traceparent"]);
        Assert.StartsWith("SwiftDiffusion/", hook.Headers["user-agent"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, nameof(AttemptOutcome.Delivered))]
    [InlineData(299, nameof(AttemptOutcome.Delivered))]
    [InlineData(300, nameof(AttemptOutcome.Refused))]
    [InlineData(304, nameof(AttemptOutcome.Refused))]
    [InlineData(400, nameof(AttemptOutcome.Refused))]
    [InlineData(404, nameof(AttemptOutcome.Refused))]
    [InlineData(410, nameof(AttemptOutcome.Gone))]
    [InlineData(429, nameof(AttemptOutcome.Refused))]
    [InlineData(500, nameof(AttemptOutcome.Failed))]
    [InlineData(503, nameof(AttemptOutcome.Failed))]
    public async Task Send_WhenTheReceiverAnswers_JudgesByTheStatusAlone(int status, string outcome)
    {
        receiver.Answer = FakeReceiver.Status(status);
        var result = await SendAsync();
        Assert.Equal((outcome, status), (result.Outcome.ToString(), result.Status));
        Assert.Equal(result.Outcome == AttemptOutcome.Delivered, result.Error is null);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Send_WhenTheReceiverRedirects_DoesNotFollow(int status)
    {
        await using var elsewhere = new FakeReceiver();
        receiver.Answer = FakeReceiver.Status(status, $"Location: {elsewhere.Url}");
        var result = await SendAsync();
        Assert.Equal((AttemptOutcome.Refused, status), (result.Outcome, result.Status));
        Assert.Contains("redirect", result.Error, StringComparison.Ordinal);
        Assert.Empty(elsewhere.All);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Wed, 25 Nov 2026 12:01:00 GMT", 60)]
    [InlineData("Wed, 25 Nov 2026 11:00:00 GMT", null)]
    [InlineData("soon", null)]
    public async Task Send_WhenTheReceiverAsksToWait_SaysForHowLong(string header, int? seconds)
    {
        receiver.Answer = FakeReceiver.Status(429, $"Retry-After: {header}");
        var result = await SendAsync();
        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, result.RetryAfter);
        Assert.True(result.IsThrottled);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nshort")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nmuch longer than it said")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnot a chunk")]
    public async Task Send_WhenTheReceiverLiesAboutItsBody_CountsItsStatus(string answer)
    {
        receiver.Answer = FakeReceiver.Text(answer);
        Assert.Equal(AttemptOutcome.Delivered, (await SendAsync()).Outcome);
        Assert.Equal(AttemptOutcome.Delivered, (await SendAsync()).Outcome);
    }

    [Fact]
    public async Task Send_WhenTheReceiverSendsABodyWithoutEnd_DoesNotWaitForIt()
    {
        receiver.Answer = async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), token);
            var chunk = Encoding.ASCII.GetBytes($"{0x10000:x}\r\n{new string('x', 0x10000)}\r\n");
            while (!token.IsCancellationRequested)
            {
                await stream.WriteAsync(chunk, token);
            }
        };
        Assert.Equal(AttemptOutcome.Delivered, (await SendAsync()).Outcome);
    }

    [Theory]
    [InlineData("not http at all\r\n\r\n")]
    [InlineData("HTTP/1.1 abc Whatever\r\n\r\n")]
    public async Task Send_WhenTheAnswerIsNoHttp_HasFailed(string answer)
    {
        receiver.Answer = FakeReceiver.Text(answer);
        var result = await SendAsync();
        Assert.Equal((AttemptOutcome.Failed, null), (result.Outcome, result.Status));
    }

    [Fact]
    public async Task Send_WhenTheHeadersAreEndless_HasFailed()
    {
        receiver.Answer = FakeReceiver.Text($"HTTP/1.1 200 OK\r\nX-Long: {new string('x', 200_000)}\r\n\r\n");
        var result = await SendAsync();
        Assert.Equal((AttemptOutcome.Failed, null), (result.Outcome, result.Status));
    }

    [Fact]
    public async Task Send_WhenTheReceiverDoesNotAnswer_IsCutAfterTheTimeout()
    {
        receiver.Answer = FakeReceiver.Silence();
        var sending = SendAsync();
        await receiver.NextAsync();
        time.Advance(TimeSpan.FromSeconds(20));
        var result = await sending;
        Assert.Equal((AttemptOutcome.Failed, "There was no answer within 20 s."), (result.Outcome, result.Error));
        Assert.Equal(TimeSpan.FromSeconds(20), result.Duration);
    }

    [Fact]
    public async Task Send_WhenTheReceiverDripsItsHeaders_IsCutAfterTheTimeout()
    {
        var dripping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        receiver.Answer = async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nX-A: "u8.ToArray(), token);
            dripping.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        };
        var sending = SendAsync();
        await dripping.Task;
        time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal((AttemptOutcome.Failed, null), ((await sending).Outcome, (await sending).Status));
    }

    [Fact]
    public async Task Send_WhenNobodyListens_SaysSoWithoutNamingAddresses()
    {
        await receiver.DisposeAsync();
        var result = await SendAsync();
        Assert.Equal(AttemptOutcome.Failed, result.Outcome);
        Assert.DoesNotContain("127.0.0.1", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_WhenItIsStopped_Throws()
    {
        receiver.Answer = FakeReceiver.Silence();
        using var stop = new CancellationTokenSource();
        var sending = sender.SendAsync(Message(), stop.Token);
        await receiver.NextAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    [Fact]
    public async Task Send_ToHttpThatIsNotAllowed_SendsNothing()
    {
        var strict = new WebhookSender(http, Options.Create(new WebhookOptions()), time);
        Assert.Equal(AttemptOutcome.Blocked, (await strict.SendAsync(Message(), TestContext.Current.CancellationToken)).Outcome);
        Assert.Empty(receiver.All);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await receiver.DisposeAsync();
    }

    private WebhookMessage Message() => new("a:succeeded", receiver.Url, "{\"type\":\"job.succeeded\"}"u8.ToArray(), [secret], Trace);

    private Task<AttemptResult> SendAsync() => sender.SendAsync(Message(), TestContext.Current.CancellationToken);
}
