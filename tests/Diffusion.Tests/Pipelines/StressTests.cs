using System.Diagnostics;
using SwiftDiffusion.Diffusion.Onnx;
using SwiftDiffusion.Diffusion.Pipelines;

namespace SwiftDiffusion.Diffusion.Tests.Pipelines;

/// <summary>Many jobs over two devices, with adapters in any mix, late or not, cancelled or not: what is left is the model as it was.</summary>
[Collection(nameof(NativeMemory))]
public sealed class StressTests
{
    private const int Jobs = 1000;
    private const int Size = 32;

    private static readonly PaintRequest Plain = Postcards.Small with { Width = Size, Height = Size, Steps = 2 };
    private static readonly string[] Loras = [.. new[] { "ink", "neon", "pixel", "sepia" }.Select(name => Repository.PathOf($"models/postcards/loras/{name}.safetensors"))];
    private static readonly string[] ControlNets = [.. new[] { "edges", "depth" }.Select(name => Repository.PathOf($"models/postcards/controlnets/{name}"))];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Paint_AnyMixOfAdaptersAndCancellations_LeavesTheModelAsItWas(bool splitsGuidance)
    {
        var options = new EngineOptions { Devices = [.. Enumerable.Repeat(DeviceSpec.Parse("cpu:threads=1"), 2)], SplitsGuidance = splitsGuidance, LoraMemory = 1 << 20 };
        using var pipeline = StableDiffusionPipeline.Load(Postcards.Folder, options);
        var first = Paint(pipeline, Plain);
        // Both ControlNets are in memory from here on.
        Paint(pipeline, Plain with { ControlNets = [.. ControlNets.Select(path => new ControlNetUse(path, Postcards.Edges(Size)))] });
        var (live, bytes, handles) = (NativeTensors.Live, NativeTensors.Bytes, Handles());
        var random = new Random(splitsGuidance ? 1 : 2);
        var (painted, cancelled) = (0, 0);
        var next = Task.FromResult(Job.Draw(random, pipeline));
        for (var job = 0; job < Jobs / 2; job++)
        {
            using var current = await next;
            // The next is prepared beside, as a worker does.
            next = job + 1 < Jobs / 2 ? Task.Run(() => Job.Draw(random, pipeline), TestContext.Current.CancellationToken) : next;
            _ = current.Paint() ? painted++ : cancelled++;
        }

        Assert.Equal(first, Paint(pipeline, Plain));
        Assert.Equal((live, bytes), (NativeTensors.Live, NativeTensors.Bytes));
        Assert.InRange(Handles(), 0, handles + 8);
        Assert.True(painted > Jobs / 8 && cancelled > Jobs / 16, $"{painted} were painted, {cancelled} cancelled.");
    }

    private static byte[] Paint(StableDiffusionPipeline pipeline, PaintRequest request) =>
        pipeline.Paint(pipeline.Prepare(request), progress: null, TestContext.Current.CancellationToken).Images[0].Picture.Pixels;

    private static int Handles()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.HandleCount;
    }

    /// <summary>A job, prepared, that cancels itself or not, and whose LoRAs are there or come while it is painted.</summary>
    private sealed class Job : IDisposable
    {
        private readonly StableDiffusionPipeline pipeline;
        private readonly CancellationTokenSource cancellation = new();
        private readonly TaskCompletionSource late = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly PreparedRequest prepared;
        private readonly int? cancelAfter;
        private readonly bool cancelsBeside;
        private readonly int arrives;

        private Job(Random random, StableDiffusionPipeline pipeline)
        {
            this.pipeline = pipeline;
            var loras = random.GetItems(Loras, random.Next(4)).Select(path => new LoraUse(random.Next(3) == 0 ? ComesLate(path) : Task.FromResult(path), Scale(random), Scale(random)));
            var nets = random.GetItems(ControlNets, random.Next(3)).Select(path => new ControlNetUse(path, Postcards.Edges(Size)) { Scale = Scale(random), GuessMode = random.Next(4) == 0 });
            prepared = pipeline.Prepare(Plain with
            {
                Seed = (uint)random.Next(),
                // With ten steps there is time to come late.
                Steps = random.Next(8) == 0 ? 10 : 2,
                GuidanceScale = random.Next(4) == 0 ? 1 : 4,
                Loras = [.. loras],
                ControlNets = [.. nets],
            });
            (cancelAfter, cancelsBeside, arrives) = (random.Next(3) == 0 ? random.Next(3) : null, random.Next(2) == 0, random.Next(3));
        }

        public static Job Draw(Random random, StableDiffusionPipeline pipeline) => new(random, pipeline);

        /// <summary>Paints; false if it was cancelled.</summary>
        public bool Paint()
        {
            Tell(0);
            if (prepared.Request.Steps < 10)
            {
                late.TrySetResult();
            }

            try
            {
                pipeline.Paint(prepared, progress => Tell(progress.Step), cancellation.Token);
                return true;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return false;
            }
            finally
            {
                late.TrySetResult();
            }
        }

        public void Dispose() => cancellation.Dispose();

        private static double Scale(Random random) => Math.Round((3 * random.NextDouble()) - 1, 2);

        private async Task<string> ComesLate(string path)
        {
            await late.Task;
            return path;
        }

        private void Tell(int step)
        {
            if (step >= arrives)
            {
                late.TrySetResult();
            }

            if (step == cancelAfter)
            {
                Cancel();
            }
        }

        /// <summary>Between two steps, or from another thread while networks run.</summary>
        private void Cancel()
        {
            if (cancelsBeside)
            {
                _ = cancellation.CancelAsync();
            }
            else
            {
                cancellation.Cancel();
            }
        }
    }
}
