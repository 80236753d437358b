using System.Net;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Http;
using SwiftDiffusion.Submitter.Webhooks;
using SwiftDiffusion.Submitter.Webhooks.Sending;
using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Tests.Webhooks.Sending;

/// <summary>Addresses by which others try to make us call our own network: none is called, whether http is allowed or not.</summary>
public sealed class HostileUrlTests
{
    /// <summary>Names are resolved by no server here: a hostile name server answers, by default with this machine.</summary>
    public static TheoryData<string> Urls { get; } =
    [
        // This machine, by its names and by all ways to write its address.
        "https://127.0.0.1/", "https://127.0.0.1:8443/admin", "https://127.1/", "https://127.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0177.0.0.1/",
        "https://017700000001/", "https://127.255.255.254/", "https://0.0.0.0/", "https://0/", "https://[::1]/", "https://[::]/", "https://[0:0:0:0:0:0:0:1]/", "https://localhost/", "https://LOCALHOST./",
        // IPv4 within IPv6: mapped, compatible, NAT64, its local prefix, 6to4, Teredo.
        "https://[::ffff:127.0.0.1]/", "https://[::ffff:7f00:1]/", "https://[::127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[64:ff9b:1::a9fe:a9fe]/", "https://[2002:7f00:1::]/", "https://[2001:0:4136:e378::]/",
        // Private, shared, link-local, unique local, site-local, multicast, broadcast, reserved.
        "https://10.0.0.1/", "https://172.16.0.1/", "https://172.31.255.255/", "https://192.168.1.1/", "https://100.64.0.1/", "https://198.18.0.1/", "https://192.0.2.1/", "https://[fe80::1]/",
        "https://[fc00::1]/", "https://[fdff::1]/", "https://[fec0::1]/", "https://224.0.0.1/", "https://[ff02::1]/", "https://255.255.255.255/", "https://240.0.0.1/",
        // Where clouds tell machines their secrets.
        "https://169.254.169.254/latest/meta-data/iam/security-credentials/", "https://[::ffff:169.254.169.254]/", "https://[fd00:ec2::254]/", "https://168.63.129.16/machine", "https://100.100.100.200/latest/meta-data/",
        "https://192.0.0.192/opc/v2/instance/", "https://2852039166/", "https://0xa9fea9fe/", "https://metadata.google.internal/computeMetadata/v1/",
        // Names that lead there, to one address or to one among others; and digits that look like others.
        "https://loopback.example/", "https://metadata.example/", "https://mixed.example/", "https://mapped.example/", "https://kubernetes.default.svc/", "https://①②⑦.⓪.⓪.①/",
        // Not https, or not an address to call.
        "ftp://receiver.example/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO", "unix:///var/run/docker.sock", "javascript:alert(1)", "//receiver.example/", "/hooks", "", "https://", "https:///hooks",
        "https://user:secret@receiver.example/", "https://receiver.example@127.0.0.1/", "https://127.0.0.1#@receiver.example/", "https://receiver.example/#fragment", "https://receiver.example/a b",
        "https://receiver.example\r\nHost: internal/", "https://127.0.0.1\\@receiver.example/",
    ];

    private static readonly Dictionary<string, string[]> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["localhost"] = ["127.0.0.1", "::1"],
        ["metadata.example"] = ["169.254.169.254"],
        ["metadata.google.internal"] = ["169.254.169.254"],
        ["kubernetes.default.svc"] = ["10.96.0.1"],
        ["mapped.example"] = ["::ffff:10.0.0.1"],
        ["mixed.example"] = ["8.8.8.8", "10.0.0.1"],
    };

    [Theory]
    [MemberData(nameof(Urls))]
    public async Task Send_ToAHostileAddress_IsBlockedBeforeAnythingIsSent(string url)
    {
        foreach (var allowHttp in new[] { false, true })
        {
            using var http = new WebhookHttpClient(new OutwardConnections([], [], ResolveAsync), perReceiver: 1);
            var sender = new WebhookSender(http, Options.Create(new WebhookOptions { AllowHttp = allowHttp }), TimeProvider.System);
            foreach (var candidate in new[] { url, url.Replace("https:", "http:", StringComparison.Ordinal) }.Distinct())
            {
                var result = await SendAsync(sender, candidate);
                Assert.Equal((candidate, AttemptOutcome.Blocked), (candidate, result.Outcome));
            }
        }
    }

    [Fact]
    public async Task Send_ToANameThatLeadsInside_DoesNotTellWhereTo()
    {
        using var http = new WebhookHttpClient(new OutwardConnections([], [], ResolveAsync), perReceiver: 1);
        var result = await SendAsync(new WebhookSender(http, Options.Create(new WebhookOptions()), TimeProvider.System), "https://metadata.example/");
        Assert.Equal("'metadata.example' does not lead to the public internet.", result.Error);
    }

    [Fact]
    public void Urls_InTheCorpus_AreThirtyAtLeast() => Assert.True(Urls.Count >= 30);

    private static Task<AttemptResult> SendAsync(WebhookSender sender, string url) =>
        sender.SendAsync(new WebhookMessage("a", url, "{}"u8.ToArray(), [WebhookSecret.Create()], null), TestContext.Current.CancellationToken);

    private static Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        string[] addresses = IPAddress.TryParse(host, out _) ? [host] : Names.GetValueOrDefault(host) ?? ["127.0.0.1"];
        return Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)]);
    }
}
