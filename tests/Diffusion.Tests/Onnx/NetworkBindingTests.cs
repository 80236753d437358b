using Microsoft.ML.OnnxRuntime;
using SwiftDiffusion.Diffusion.Networks;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Tests.Onnx;

public sealed class NetworkBindingTests
{
    [Fact]
    public void Run_CancelledBefore_ThrowsAndLeavesTheOutput()
    {
        using var weights = new WeightStore(new MemoryTensors(1, ("layer.weight", [4, 4]), ("layer.bias", [4])));
        using var session = Chain(weights, length: 1, width: 4);
        using var x = new NativeTensor<float>(1, 4);
        using var y = new NativeTensor<float>(1, 4);
        using var binding = session.Bind().Input("x", x).Output("y", y);
        Assert.Throws<OperationCanceledException>(() => binding.Run(new CancellationToken(canceled: true)));
        Assert.All(y.Span.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task Run_CancelledDuring_StopsBetweenNodesAndCanRunAgain()
    {
        // Long enough that it cannot end before it is cancelled: 4,000 products of 1024² each.
        using var weights = new WeightStore(new MemoryTensors(0, ("layer.weight", [1024, 1024]), ("layer.bias", [1024])));
        using var session = Chain(weights, length: 4000, width: 1024);
        using var x = new NativeTensor<float>(256, 1024);
        using var y = new NativeTensor<float>(256, 1024);
        using var binding = session.Bind().Input("x", x).Output("y", y);
        using var cancellation = new CancellationTokenSource();
        var started = new TaskCompletionSource();
        var run = Task.Factory.StartNew(
            () =>
            {
                started.SetResult();
                binding.Run(cancellation.Token);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await started.Task;
        await cancellation.CancelAsync();
        var stopped = await Assert.ThrowsAsync<OperationCanceledException>(() => run);
        Assert.Equal(cancellation.Token, stopped.CancellationToken);
    }

    [Fact]
    public void Run_OutputOfAnotherShape_Throws()
    {
        using var weights = new WeightStore(new MemoryTensors(1, ("layer.weight", [4, 4]), ("layer.bias", [4])));
        using var session = Chain(weights, length: 1, width: 4);
        using var x = new NativeTensor<float>(2, 4);
        using var y = new NativeTensor<float>(3, 4);
        using var binding = session.Bind().Input("x", x).Output("y", y);
        Assert.Throws<OnnxRuntimeException>(() => binding.Run(CancellationToken.None));
    }

    [Fact]
    public void Run_InputRewritten_ReadsItAgain()
    {
        using var weights = new WeightStore(new MemoryTensors(1, ("layer.weight", [4, 4]), ("layer.bias", [4])));
        using var session = Chain(weights, length: 1, width: 4);
        using var x = new NativeTensor<float>(1, 4);
        using var y = new NativeTensor<float>(1, 4);
        using var binding = session.Bind().Input("x", x).Output("y", y);
        foreach (var value in new[] { 1f, 2f })
        {
            x.Span.Fill(value);
            binding.Run(CancellationToken.None);
            Assert.All(y.Span.ToArray(), sum => Assert.Equal(4 * value + 1, sum));
        }
    }

    [Fact]
    public void Input_NoSuchName_Throws()
    {
        using var weights = new WeightStore(new MemoryTensors(1, ("layer.weight", [4, 4]), ("layer.bias", [4])));
        using var session = Chain(weights, length: 1, width: 4);
        using var x = new NativeTensor<float>(1, 4);
        using var binding = session.Bind();
        var error = Assert.Throws<OnnxRuntimeException>(() => binding.Input("latents", x));
        Assert.Contains("latents", error.Message, StringComparison.Ordinal);
    }

    private static NetworkSession Chain(WeightStore weights, int length, int width)
    {
        var graph = new OnnxGraph("chain");
        var x = graph.Input("x", "rows", $"{width}");
        for (var i = 0; i < length; i++)
        {
            x = graph.Linear("layer", x, width, width);
        }

        graph.Output(x, "y");
        return new NetworkSession(graph.Build(), weights, TestDevices.Host);
    }
}
