using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Worker.Settling;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Consuming;

/// <summary>Jobs whose LoRAs are still on their way.</summary>
public sealed class LateLorasTests
{
    private static readonly LoraReference Ink = new() { Name = "ink" };

    [Fact]
    public async Task Job_LoraOnItsWay_IsPaintedMeanwhile()
    {
        var adapters = new LateAdapters();
        await using var worker = await TestWorker.StartAsync(adapters: adapters);
        var gate = new Gate();
        worker.Engine.OnPaint = (request, _, token) =>
        {
            gate.Pass(token);
            Assert.Equal("/adapters/late.safetensors", request.Loras[0].File.WaitAsync(token).GetAwaiter().GetResult());
        };
        await worker.SendAsync(Jobs.Job() with { Loras = [Ink] });
        await gate.ReachedAsync();
        adapters.Arrive();
        gate.Open();
        Assert.Equal("ink", (await worker.Events.NextAsync<JobSucceeded>()).Result.Loras[0].Lora);
    }

    [Fact]
    public async Task Job_ThatMustHaveItsLoraFirst_WaitsWhileOthersArePainted()
    {
        var adapters = new LateAdapters();
        await using var worker = await TestWorker.StartAsync(adapters: adapters);
        await worker.RunAsync(Jobs.Job("loads the model"));
        await worker.SendAsync(Jobs.Job("exact") with { Loras = [Ink], Exact = true, Seed = 1 });
        await worker.SendAsync(Jobs.Job("other") with { Seed = 2 });
        Assert.Equal("other", (await worker.Events.NextAsync<JobSucceeded>()).JobId);
        adapters.Arrive();
        Assert.Equal("exact", (await worker.Events.NextAsync<JobSucceeded>()).JobId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Job_LoraThatDoesNotCome_FailsAndTheDeviceIsTrusted(bool exact)
    {
        var adapters = new LateAdapters();
        await using var worker = await TestWorker.StartAsync(adapters: adapters);
        worker.Engine.OnPaint = (request, _, token) => Task.WhenAll(request.Loras.Select(lora => lora.File)).WaitAsync(token).GetAwaiter().GetResult();
        await worker.RunAsync(Jobs.Job("loads the model"));
        await worker.SendAsync(Jobs.Job("late") with { Loras = [Ink], Exact = exact });
        adapters.Fail(new JobFailureException(FailureReason.AdapterNotFound, "loras[0] is nowhere."));
        var failed = await worker.Events.NextAsync<JobFailed>();
        Assert.Equal((FailureReason.AdapterNotFound, "loras[0] is nowhere."), (failed.Reason, failed.Message));
        Assert.IsType<JobSucceeded>((await worker.RunAsync(Jobs.Job("next")))[^1]);
    }

    [Fact]
    public async Task Job_StoreFailsWhileItIsPainted_FailsRetryableAndTheDeviceIsTrusted()
    {
        var adapters = new LateAdapters();
        await using var worker = await TestWorker.StartAsync(adapters: adapters);
        worker.Engine.OnPaint = (request, _, token) => Task.WhenAll(request.Loras.Select(lora => lora.File)).WaitAsync(token).GetAwaiter().GetResult();
        await worker.SendAsync(Jobs.Job("late") with { Loras = [Ink] });
        adapters.Fail(new StorageException("The store is gone.", transient: true));
        var failed = await worker.Events.NextAsync<JobFailed>();
        Assert.Equal((FailureReason.StorageUnavailable, true), (failed.Reason, failed.Retryable));
        Assert.IsType<JobSucceeded>((await worker.RunAsync(Jobs.Job("next")))[^1]);
    }
}
