using System.Net;
using System.Net.Sockets;

namespace SwiftDiffusion.Http.Tests;

public sealed class OutwardConnectionsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Connect_ToThisMachine_IsRefusedBeforeAnythingIsSent(string host)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var http = new HttpClient(new OutwardConnections().CreateHandler());
        var e = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(Url(host, listener), TestContext.Current.CancellationToken));
        Assert.IsType<PrivateAddressException>(e.GetBaseException());
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Connect_ToAnAllowedNetwork_Connects()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await AssertConnectsAsync(new OutwardConnections(allowedNetworks: [IPNetwork.Parse("127.0.0.0/8")]), "127.0.0.1", listener);
    }

    [Fact]
    public async Task Connect_ToAnAllowedHostInAnyCase_ConnectsWhereverItLeads()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await AssertConnectsAsync(new OutwardConnections(allowedHosts: ["LOCALHOST"]), "localhost", listener);
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("8.8.8.8", "10.0.0.1")]
    [InlineData("2606:4700::1111", "::1")]
    [InlineData("::ffff:192.168.0.1")]
    public async Task Resolve_NameWithAnAddressThatIsNotPublic_IsRefusedWhole(params string[] addresses)
    {
        var connections = Resolving(allowedNetworks: [], addresses);
        var e = await Assert.ThrowsAsync<PrivateAddressException>(() => connections.ResolveAsync("receiver.example", TestContext.Current.CancellationToken));
        Assert.Contains("receiver.example", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("8.8.8.8", "2606:4700::1111")]
    [InlineData("10.20.0.1")]
    [InlineData("::ffff:10.20.0.1")]
    public async Task Resolve_NameWithAllowedAddresses_YieldsThem(params string[] addresses)
    {
        var connections = Resolving(allowedNetworks: ["10.20.0.0/16"], addresses);
        Assert.Equal(addresses.Select(IPAddress.Parse), await connections.ResolveAsync("receiver.example", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Resolve_NameThatChangesItsMind_IsJudgedEachTime()
    {
        var answers = new Queue<string>(["8.8.8.8", "127.0.0.1"]);
        var connections = new OutwardConnections([], [], (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(answers.Dequeue())]));
        Assert.Equal([IPAddress.Parse("8.8.8.8")], await connections.ResolveAsync("receiver.example", TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<PrivateAddressException>(() => connections.ResolveAsync("receiver.example", TestContext.Current.CancellationToken));
    }

    private static OutwardConnections Resolving(string[] allowedNetworks, string[] addresses) =>
        new([], allowedNetworks.Select(network => IPNetwork.Parse(network)), (_, _) => Task.FromResult<IPAddress[]>([.. addresses.Select(IPAddress.Parse)]));

    private static async Task AssertConnectsAsync(OutwardConnections connections, string host, TcpListener listener)
    {
        using var http = new HttpClient(connections.CreateHandler());
        var request = http.GetAsync(Url(host, listener, "http"), TestContext.Current.CancellationToken);
        using var accepted = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await accepted.GetStream().WriteAsync("HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        using var response = await request;
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    private static Uri Url(string host, TcpListener listener, string scheme = "https") => new($"{scheme}://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}/house.png");
}
