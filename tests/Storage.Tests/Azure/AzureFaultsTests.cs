using System.Net;
using System.Net.Sockets;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using SwiftDiffusion.Storage.Azure;

namespace SwiftDiffusion.Storage.Tests.Azure;

/// <summary>What happens when Azure fails, by a fake clock.</summary>
public sealed class AzureFaultsTests
{
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(30);

    private readonly WaitingTime time = new();
    private readonly StorageOptions options = new()
    {
        Kind = StorageKind.Azure,
        ConnectionString = "DefaultEndpointsProtocol=https;AccountName=acme;AccountKey=a2V5;EndpointSuffix=core.windows.net",
        Container = "blobs",
        CreateContainer = false,
        Retries = 3,
        Patience = TimeSpan.Zero,
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(500, "InternalError")]
    [InlineData(500, "OperationTimedOut")]
    [InlineData(503, "ServerBusy")]
    [InlineData(429, "TooManyRequests")]
    [InlineData(409, "ContainerBeingDeleted")]
    public async Task Put_AfterAFaultThatPasses_IsTriedAgain(int status, string code)
    {
        var azure = ScriptedAzure.Of((status, code), (status, code), (201, null));
        var putting = PutAsync(azure);
        var first = await time.PassWaitAsync(TryTimeout, Token);
        var second = await time.PassWaitAsync(TryTimeout, Token);
        await putting;
        Assert.Equal(["PUT /blobs/a", "PUT /blobs/a", "PUT /blobs/a"], azure.Requests);
        Assert.InRange(first, TimeSpan.Zero, options.MaxRetryDelay);
        Assert.InRange(second, TimeSpan.Zero, options.MaxRetryDelay);
    }

    [Theory]
    [InlineData(403, "AuthorizationFailure")]
    [InlineData(403, "AuthenticationFailed")]
    [InlineData(404, "ContainerNotFound")]
    [InlineData(400, "InvalidHeaderValue")]
    [InlineData(409, "BlobImmutableDueToPolicy")]
    [InlineData(412, "LeaseIdMissing")]
    public async Task Put_AfterAFaultThatLasts_FailsAtOnce(int status, string code)
    {
        var azure = ScriptedAzure.Of((status, code));
        var e = await Assert.ThrowsAsync<StorageException>(() => PutAsync(azure));
        Assert.StartsWith($"Storing 'a' in container 'blobs' of acme.blob.core.windows.net failed: {status} {code}: ", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.False(e.Transient);
        Assert.Single(azure.Requests);
    }

    [Fact]
    public async Task Put_WhenRetriesAreUsedUp_FailsAndSaysThatItMayPass()
    {
        var azure = ScriptedAzure.Of((503, "ServerBusy"));
        var putting = PutAsync(azure);
        for (var i = 0; i < options.Retries; i++)
        {
            await time.PassWaitAsync(TryTimeout, Token);
        }

        var e = await Assert.ThrowsAsync<StorageException>(() => putting);
        Assert.Contains("503 ServerBusy", e.Message, StringComparison.Ordinal);
        Assert.True(e.Transient);
        Assert.Equal(1 + options.Retries, azure.Requests.Count);
    }

    [Fact]
    public async Task Put_WithTheDefaults_OutlastsAnOutageOfAMinute()
    {
        options.Retries = new StorageOptions().Retries;
        options.Patience = new StorageOptions().Patience;
        var end = time.GetUtcNow().AddMinutes(1);
        var azure = new ScriptedAzure((_, _) => Task.FromResult(ScriptedAzure.Answer(time.GetUtcNow() < end ? (503, "ServerBusy") : (201, null))));
        var putting = PutAsync(azure);
        while (time.GetUtcNow() < end)
        {
            await time.PassWaitAsync(TryTimeout, Token);
        }

        await putting;
    }

    [Fact]
    public async Task Put_WithoutConnection_IsTriedAgain()
    {
        var tries = 0;
        var azure = new ScriptedAzure((_, _) => Interlocked.Increment(ref tries) == 1
            ? throw new HttpRequestException("Connection refused", new SocketException((int)SocketError.ConnectionRefused))
            : Task.FromResult(ScriptedAzure.Answer((201, null))));
        var putting = PutAsync(azure);
        await time.PassWaitAsync(TryTimeout, Token);
        await putting;
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task Put_WithoutAnswerInTime_IsTriedAgain()
    {
        var tries = 0;
        var azure = new ScriptedAzure(async (_, cancellationToken) =>
        {
            if (Interlocked.Increment(ref tries) == 1)
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return ScriptedAzure.Answer((201, null));
        });
        var putting = PutAsync(azure);
        await time.UntilWaitOfAsync(TryTimeout, Token);
        time.Advance(TryTimeout);
        await time.PassWaitAsync(TryTimeout, Token);
        await putting;
        Assert.Equal(2, tries);
    }

    [Fact]
    public async Task Put_CancelledBetweenTries_Stops()
    {
        using var cancellation = new CancellationTokenSource();
        var azure = ScriptedAzure.Of((503, "ServerBusy"));
        var putting = Store(azure).PutAsync(new("a"), new(new byte[] { 1 }, "image/png"), cancellation.Token);
        await time.UntilWaitOfAsync(TryTimeout, Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => putting);
    }

    [Fact]
    public async Task Calls_AfterManyFaults_AreHeldBackForAWhile()
    {
        options.Retries = 0;
        var status = (Status: 503, Code: (string?)"ServerBusy");
        var azure = new ScriptedAzure((_, _) => Task.FromResult(ScriptedAzure.Answer(status)));
        var store = Store(azure);
        for (var i = 0; i < 10; i++)
        {
            await Assert.ThrowsAsync<StorageException>(() => PutAsync(store));
        }

        var open = await Assert.ThrowsAsync<StorageException>(() => PutAsync(store));
        Assert.EndsWith("most calls failed lately, so it is left alone for a while.", open.Message, StringComparison.Ordinal);
        Assert.True(open.Transient);
        Assert.Equal(10, azure.Requests.Count);

        status = (201, null);
        time.Advance(options.BreakDuration);
        await PutAsync(store);
        Assert.Equal(11, azure.Requests.Count);
    }

    [Fact]
    public async Task Put_WhileCallsAreHeldBack_WaitsForTheirEnd()
    {
        var status = (Status: 503, Code: (string?)"ServerBusy");
        var azure = new ScriptedAzure((_, _) => Task.FromResult(ScriptedAzure.Answer(status)));
        options.Retries = 20;
        options.RetryDelay = options.MaxRetryDelay = TimeSpan.FromMilliseconds(10);
        options.BreakDuration = TimeSpan.FromMinutes(9);
        var putting = PutAsync(azure);
        while (await time.PassWaitAsync(TryTimeout, Token) is var wait && wait <= options.MaxRetryDelay)
        {
            Assert.True(azure.Requests.Count <= 10, "The circuit did not open.");
            status = azure.Requests.Count == 10 ? (201, null) : status;
        }

        await putting;
        Assert.Equal(11, azure.Requests.Count);
    }

    [Fact]
    public async Task PutIfAbsent_WhoseFirstAnswerWasLost_KnowsItsOwnBlob()
    {
        string? writer = null;
        var azure = new ScriptedAzure((request, _) =>
        {
            if (request.Method == HttpMethod.Head)
            {
                var found = ScriptedAzure.Answer((200, null));
                found.Headers.Add("x-ms-meta-writer", writer);
                return Task.FromResult(found);
            }

            Assert.Equal("*", request.Headers.IfNoneMatch.ToString());
            if (writer is null)
            {
                writer = request.Headers.GetValues("x-ms-meta-writer").Single();
                throw new HttpRequestException("Connection reset");
            }

            return Task.FromResult(ScriptedAzure.Answer((409, "BlobAlreadyExists")));
        });
        var putting = Store(azure).PutIfAbsentAsync(new("a"), new(new byte[] { 1 }, "application/json"), Token);
        await time.PassWaitAsync(TryTimeout, Token);
        Assert.True(await putting);
        Assert.Equal(["PUT /blobs/a", "PUT /blobs/a", "HEAD /blobs/a"], azure.Requests);
    }

    [Fact]
    public async Task Read_OfABlobThatBreaksOff_FailsAsTheStoreDoes()
    {
        var azure = new ScriptedAzure((request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Headers = { ETag = new("\"1\"") },
            Content = new StreamContent(new BrokenStream()) { Headers = { ContentLength = 100 } },
        }));
        await using var stream = await Store(azure).OpenAsync(new("a"), Token);
        var e = await Assert.ThrowsAsync<StorageException>(() => stream!.ReadExactlyAsync(new byte[100], Token).AsTask());
        Assert.StartsWith("Reading 'a' in container 'blobs'", e.Message, StringComparison.Ordinal);
        Assert.True(e.Transient);
    }

    private Task PutAsync(ScriptedAzure azure) => PutAsync(Store(azure));

    private static Task PutAsync(AzureBlobStore store) => store.PutAsync(new("a"), new(new byte[] { 1 }, "image/png"), Token);

    private AzureBlobStore Store(ScriptedAzure azure) =>
        new(AzureAccount.Connect(options, new HttpClientTransport(azure)), options, time, NullLogger<AzureBlobStore>.Instance);

    private sealed class BrokenStream : MemoryStream
    {
        public override int Read(byte[] buffer, int offset, int count) => throw new IOException("The connection was reset.");

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw new IOException("The connection was reset.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("The connection was reset.");
    }
}
