using System.Net;
using System.Net.Sockets;

namespace SwiftDiffusion.Fleet.Tests.Taps;

/// <summary>A connection's way through us: it can be held at a chosen point and cut.</summary>
/// <param name="target">The port that it leads to.</param>
/// <param name="split">Cuts what a client sends into units that are passed on or held as a whole.</param>
internal sealed class Tap(int target, Func<Stream, IAsyncEnumerable<byte[]>> split) : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource closed = new();
    private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<TcpClient> connections = [];

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Says which unit is the point, and whether it still passes there.</summary>
    public Func<byte[], Hold> Watch { get; set; } = _ => Hold.No;

    /// <summary>Done when the point is reached.</summary>
    public Task HeldAsync() => held.Task.WaitAsync(Outcomes.Patience, TestContext.Current.CancellationToken);

    public Tap Open()
    {
        listener.Start();
        _ = AcceptAsync();
        return this;
    }

    /// <summary>Cuts all connections; new ones pass.</summary>
    public void Cut()
    {
        lock (connections)
        {
            connections.ForEach(connection => connection.Dispose());
            connections.Clear();
        }
    }

    public ValueTask DisposeAsync()
    {
        closed.Cancel();
        listener.Dispose();
        Cut();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(closed.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The tap is closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, target, closed.Token);
                lock (connections)
                {
                    connections.AddRange([client, server]);
                }

                using var answers = new CancellationTokenSource();
                await Task.WhenAny(ForwardAsync(client.GetStream(), server.GetStream(), answers), server.GetStream().CopyToAsync(client.GetStream(), answers.Token).ContinueWith(
                    async copying => await (answers.IsCancellationRequested ? Task.Delay(Timeout.Infinite, closed.Token) : copying), TaskScheduler.Default).Unwrap());
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // One of the two sides is gone, and with it the other.
            }
        }
    }

    private async Task ForwardAsync(Stream from, Stream to, CancellationTokenSource answers)
    {
        await foreach (var unit in split(from))
        {
            var hold = Watch(unit);
            if (hold == Hold.After)
            {
                await answers.CancelAsync();
            }

            if (hold != Hold.Before)
            {
                await to.WriteAsync(unit, closed.Token);
            }

            if (hold != Hold.No)
            {
                held.TrySetResult();
                await Task.Delay(Timeout.Infinite, closed.Token);
            }
        }
    }
}

/// <summary>Where a connection is held.</summary>
internal enum Hold
{
    /// <summary>Nowhere.</summary>
    No,

    /// <summary>The server never sees the unit.</summary>
    Before,

    /// <summary>The server sees it, and its answer never arrives.</summary>
    After,
}
