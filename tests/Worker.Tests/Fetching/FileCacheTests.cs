using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using SwiftDiffusion.Worker.Fetching;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Fetching;

public sealed class FileCacheTests : IDisposable
{
    private const string Url = "https://models.example/ink.safetensors";
    private readonly string folder = Directory.CreateTempSubdirectory("cache-").FullName;
    private readonly FileServer server = new();
    private readonly FakeBlobStore blobs = new();
    private readonly FakeTimeProvider time = new(DateTimeOffset.UnixEpoch.AddYears(56)) { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly WorkerOptions options;

    public FileCacheTests() => options = new WorkerOptions { CacheFolder = folder, FetchHosts = { "models.example", "cdn.example" }, FetchTokens = { ["models.example"] = "secret" } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        server.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Get_Twice_IsFetchedOnce()
    {
        var body = Safetensors();
        server.Respond = _ => new Answer(body);
        var cache = Cache();
        var path = await cache.GetAsync(File(body), Token);
        Assert.Equal(path, await cache.GetAsync(File(body), Token));
        Assert.Equal(body, await System.IO.File.ReadAllBytesAsync(path, Token));
        Assert.Single(server.Requests);
        Assert.Equal([Path.GetFileName(path)], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Get_TwoAtOnce_ShareOneDownload()
    {
        var gate = new TaskCompletionSource();
        server.Respond = _ => new Answer(Safetensors()) { Gate = gate.Task };
        var cache = Cache();
        using var giveUp = new CancellationTokenSource();
        var (first, second) = (cache.GetAsync(File(), giveUp.Token), cache.GetAsync(File(), Token));
        // That one gives up must not take the download from the other.
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        await second;
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Get_BrokenOff_IsResumedWhereItStopped()
    {
        var body = Safetensors(1000);
        server.Respond = request => new Answer(body) { ETag = "\"v1\"", BreakAfter = request.From is null ? 300 : int.MaxValue };
        var getting = Cache().GetAsync(File(body), Token);
        await PassAsync(getting);
        Assert.Equal(body, await System.IO.File.ReadAllBytesAsync(await getting, Token));
        Assert.Equal([null, 300], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task Get_BrokenOffAndChangedMeanwhile_BeginsAnew()
    {
        var (old, body) = (Safetensors(1000), Safetensors(900));
        server.Respond = request => request.From is null ? new Answer(old) { ETag = "\"v1\"", BreakAfter = 300 } : new Answer(body) { ETag = "\"v2\"" };
        var getting = Cache().GetAsync(File(body), Token);
        await PassAsync(getting);
        Assert.Equal(body, await System.IO.File.ReadAllBytesAsync(await getting, Token));
    }

    [Fact]
    public async Task Get_AllOfItCameBeforeAProcessEnded_BeginsAnew()
    {
        var body = Safetensors();
        var part = Path.Combine(folder, $"{File(body).CacheName}.part");
        await System.IO.File.WriteAllBytesAsync(part, body, Token);
        await System.IO.File.WriteAllTextAsync($"{part}.version", "\"v1\"", Token);
        server.Respond = request => request.From is null ? new Answer(body) { ETag = "\"v1\"" } : new Answer([]) { Status = "416 Range Not Satisfiable" };
        Assert.Equal(body, await System.IO.File.ReadAllBytesAsync(await Cache().GetAsync(File(body), Token), Token));
    }

    [Theory]
    [InlineData("digest", "has the digest")]
    [InlineData("short", "is not a whole safetensors file")]
    [InlineData("garbage", "is not a whole safetensors file")]
    [InlineData("html", "web page (HTML)")]
    [InlineData("disguised", "web page (HTML)")]
    public async Task Get_NotWhatItShouldBe_IsRefusedAndForgotten(string kind, string problem)
    {
        var body = kind switch
        {
            "short" => Safetensors()[..^4],
            "garbage" => RandomNumberGenerator.GetBytes(100),
            "html" or "disguised" => "<!doctype html><title>Log in</title>"u8.ToArray(),
            _ => Safetensors(),
        };
        server.Respond = _ => new Answer(body) { ContentType = kind == "html" ? "text/html; charset=utf-8" : "application/octet-stream" };
        var file = new RemoteFile(Url, kind == "digest" ? new string('0', 64) : null);
        var e = await Assert.ThrowsAsync<FetchException>(() => Cache().GetAsync(file, Token));
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.True(e.IsInvalid);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task Get_RedirectedToAnotherHost_KeepsTheTokenFromIt()
    {
        server.Respond = request => request.Headers["Host"] == "models.example" ? new Answer([]) { Status = "302 Found", Location = "https://cdn.example/x?sig=1" } : new Answer(Safetensors());
        await Cache().GetAsync(File(), Token);
        Assert.Equal(["Bearer secret", null], server.Requests.Select(request => request.Headers.GetValueOrDefault("Authorization")));
    }

    [Theory]
    [InlineData("https://elsewhere.example/x", "does not allow")]
    [InlineData("http://cdn.example/x", "allowed is https")]
    public async Task Get_RedirectedToWhereItMayNot_IsRefused(string location, string problem)
    {
        server.Respond = _ => new Answer([]) { Status = "302 Found", Location = location };
        var e = await Assert.ThrowsAsync<FetchException>(() => Cache().GetAsync(File(), Token));
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Get_HostInAPrivateNetwork_IsRefusedUnlessItIsAllowed()
    {
        options.FetchHosts.Add("127.0.0.1");
        using var http = new FileHttpClient(Options.Create(options));
        var e = await Assert.ThrowsAsync<FetchException>(() => Cache(http).GetAsync(new RemoteFile("https://127.0.0.1:1/x", null), Token));
        Assert.Contains("does not lead to the public internet", e.Message, StringComparison.Ordinal);
        Assert.False(e.Transient);
    }

    [Fact]
    public async Task Get_MoreThanFits_DropsWhatWasUsedLongestAgo()
    {
        options.CacheBytes = 2 << 20;
        server.Respond = _ => new Answer(Safetensors(900_000));
        var cache = Cache();
        var paths = new List<string>();
        foreach (var name in new[] { "a", "b", "a", "c" })
        {
            paths.Add(await cache.GetAsync(new RemoteFile($"https://models.example/{name}", null), Token));
            time.Advance(TimeSpan.FromMinutes(11));
        }

        Assert.Equal([true, false, true], new[] { paths[0], paths[1], paths[3] }.Select(System.IO.File.Exists));
    }

    [Fact]
    public async Task Get_FromTheBlobStore_IsVerifiedAsWell()
    {
        var body = Safetensors();
        blobs.Add("adapters/ink.safetensors", body);
        var path = await Cache().GetAsync(RemoteFile.Parse($"blob:adapters/ink.safetensors#sha256={Digest(body)}"), Token);
        Assert.Equal(body, await System.IO.File.ReadAllBytesAsync(path, Token));
        await Assert.ThrowsAsync<FetchException>(() => Cache().GetAsync(new RemoteFile("blob:adapters/none.safetensors", null), Token));
    }

    private static RemoteFile File(byte[]? body = null) => new(Url, body is null ? null : Digest(body));

    private static string Digest(byte[] body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>One tensor of bytes.</summary>
    private static byte[] Safetensors(int bytes = 64)
    {
        var header = Encoding.UTF8.GetBytes($$$"""{"a":{"dtype":"U8","shape":[{{{bytes}}}],"data_offsets":[0,{{{bytes}}}]}}""");
        var file = new byte[8 + header.Length + bytes];
        BinaryPrimitives.WriteInt64LittleEndian(file, header.Length);
        header.CopyTo(file, 8);
        return file;
    }

    private FileCache Cache(FileHttpClient? http = null)
    {
        var settings = Options.Create(options);
        var https = new HttpsOrigin(http ?? new FileHttpClient(server.Handler()), settings);
        return new FileCache(new FileDownload(https, new BlobOrigin(blobs), settings, time), settings, time, NullLogger<FileCache>.Instance);
    }

    /// <summary>Lets the waits between tries pass.</summary>
    private async Task PassAsync(Task getting)
    {
        while (!getting.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAny(getting, Task.Delay(10, Token));
        }
    }
}
