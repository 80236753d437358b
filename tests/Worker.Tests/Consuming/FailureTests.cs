using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Storage;
using SwiftDiffusion.Worker.Tests.Fakes;

namespace SwiftDiffusion.Worker.Tests.Consuming;

/// <summary>Who fails what.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task Job_ThatBreaksRules_FailsWithEachOfThem()
    {
        await using var worker = await TestWorker.StartAsync();
        var failed = await FailAsync(worker, Jobs.Job() with { Steps = 0, Width = 65 });
        Assert.Equal((FailureReason.InvalidJob, false), (failed.Reason, failed.Retryable));
        Assert.Equal(["width", "steps"], failed.Violations.Select(violation => violation.Field));
        Assert.Empty(worker.Engine.Loaded);
    }

    // What the contract's rules cannot tell while the job leaves its size to the model.
    [Fact]
    public async Task Job_SecondPassTooLargeForItsModel_FailsNamingTheField()
    {
        await using var worker = await TestWorker.StartAsync();
        worker.Engine.Size = 2048;
        var failed = await FailAsync(worker, Jobs.Job() with { Width = null, Height = null, Hires = new HiresPass { Scale = 2.5 } });
        Assert.Equal((FailureReason.InvalidJob, "hires.scale makes the picture 5120x5120; allowed is what keeps each side within 4096 pixels."), (failed.Reason, failed.Message));
        Assert.Equal("hires.scale", Assert.Single(failed.Violations).Field);
    }

    [Fact]
    public async Task Job_ForAModelOfAnotherPool_Fails()
    {
        await using var worker = await TestWorker.StartAsync();
        var endpoint = await worker.Bus.GetSendEndpoint(new Uri("queue:generate.postcards"));
        await endpoint.Send(Jobs.Job(model: "unknown"), TestContext.Current.CancellationToken);
        var failed = await worker.Events.NextAsync<JobFailed>();
        Assert.Equal(FailureReason.ModelNotFound, failed.Reason);
        Assert.Contains("'unknown'", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_WithAnUnknownAdapter_FailsNamingTheField()
    {
        await using var worker = await TestWorker.StartAsync();
        var failed = await FailAsync(worker, Jobs.Job() with { Loras = [new LoraReference { Name = "ink" }] });
        Assert.Equal((FailureReason.AdapterNotFound, "loras[0] is 'ink', which this worker doesn't have."), (failed.Reason, failed.Message));
    }

    [Fact]
    public async Task Job_ThatTheModelCannotPaint_FailsInTheJobsTerms()
    {
        await using var worker = await TestWorker.StartAsync();
        worker.Engine.OnPrepare = _ => throw new InvalidRequestException("GuidanceScale", "50 is too much.");
        var failed = await FailAsync(worker, Jobs.Job());
        Assert.Equal((FailureReason.InvalidJob, "guidance 50 is too much."), (failed.Reason, failed.Message));
        Assert.Equal(new Violation("guidance", "50 is too much"), Assert.Single(failed.Violations));
    }

    [Fact]
    public async Task Job_OfABrokenModel_FailsWithoutTellingWhereTheWorkerKeepsIt()
    {
        await using var worker = await TestWorker.StartAsync();
        worker.Engine.OnLoad = path => throw new CheckpointException($"{path}/unet/config.json", "is missing.");
        var failed = await FailAsync(worker, Jobs.Job());
        Assert.Equal((FailureReason.ModelInvalid, "postcards/unet/config.json: is missing."), (failed.Reason, failed.Message));
    }

    [Fact]
    public async Task Job_WithABrokenAdapter_FailsWithoutTellingWhereTheWorkerKeepsIt()
    {
        await using var worker = await TestWorker.StartAsync(options => options.Adapters["ink"] = "/adapters/ink.safetensors");
        worker.Engine.OnPaint = (request, _, _) => throw new CheckpointException(request.Loras[0].File.Result, "is not safetensors.");
        var failed = await FailAsync(worker, Jobs.Job() with { Loras = [new LoraReference { Name = "ink" }] });
        Assert.Equal((FailureReason.AdapterInvalid, "ink.safetensors: is not safetensors."), (failed.Reason, failed.Message));
    }

    [Fact]
    public async Task Job_WithAPictureThatIsNotThere_Fails()
    {
        await using var worker = await TestWorker.StartAsync();
        var failed = await FailAsync(worker, Jobs.Job() with { InitImage = new PictureReference { Blob = "inputs/house.png" }, Tenant = "acme" });
        Assert.Equal((FailureReason.InputUnavailable, "initImage.blob is 'inputs/house.png', and there is no such blob."), (failed.Reason, failed.Message));
    }

    [Fact]
    public async Task Job_WithAPictureOfAnotherTenant_Fails()
    {
        await using var worker = await TestWorker.StartAsync();
        worker.Blobs.Add("tenants/other/inputs/house.png", Pictures.Png(64, 64));
        var failed = await FailAsync(worker, Jobs.Job() with { InitImage = new PictureReference { Blob = "inputs/house.png" }, Tenant = "acme" });
        Assert.Equal(FailureReason.InputUnavailable, failed.Reason);
    }

    [Fact]
    public async Task Job_WithAFileThatIsNoPicture_Fails()
    {
        await using var worker = await TestWorker.StartAsync();
        var failed = await FailAsync(worker, Jobs.Job() with { InitImage = new PictureReference { Data = Convert.ToBase64String("no picture"u8) } });
        Assert.Equal(FailureReason.InputInvalid, failed.Reason);
        Assert.StartsWith("initImage", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_WithTooLargeAFile_Fails()
    {
        await using var worker = await TestWorker.StartAsync(options => options.MaxPictureBytes = 1024);
        worker.Blobs.Add("inputs/house.png", new byte[1025]);
        var failed = await FailAsync(worker, Jobs.Job() with { InitImage = new PictureReference { Blob = "inputs/house.png" } });
        Assert.Equal((FailureReason.InputInvalid, "initImage is a file of more than 1024 bytes, the most that is allowed."), (failed.Reason, failed.Message));
    }

    [Theory]
    [InlineData("open jobs/job-1/result.json")]
    [InlineData("exists jobs/job-1/cancelled")]
    [InlineData("put jobs/job-1/0.png")]
    [InlineData("put-if-absent jobs/job-1/result.json")]
    public async Task Store_IsDownForGood_FailsTheJobForNow(string at)
    {
        await using var worker = await TestWorker.StartAsync();
        worker.Blobs.BeforeCall = call =>
        {
            if (call == at)
            {
                throw new StorageException("The store is down.", transient: true);
            }
        };
        var failed = await FailAsync(worker, Jobs.Job());
        Assert.Equal((FailureReason.StorageUnavailable, true, "The store is down."), (failed.Reason, failed.Retryable, failed.Message));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Device_Fails_JobGoesBackWorkerIsUnreadyAndHostStops(bool known)
    {
        await using var worker = await TestWorker.StartAsync();
        worker.Engine.OnPaint = (_, _, _) => throw (known ? new DeviceFaultException("Out of memory.") : new InvalidOperationException("Never seen before."));
        await worker.SendAsync(Jobs.Job());
        var fault = await worker.Faults.NextAsync();
        Assert.Contains(known ? "Out of memory." : "Never seen before.", fault.Message, StringComparison.Ordinal);
        Assert.True(worker.Lifetime.ApplicationStopping.IsCancellationRequested);
        var health = await worker.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "device", TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Unhealthy, health.Status);
        await worker.StopAsync();
        Assert.All(worker.Events.Drain(), e => Assert.IsType<JobStarted>(e));
    }

    [Fact]
    public async Task Device_Fails_JobInPreparationGoesBackUnpainted()
    {
        await using var worker = await TestWorker.StartAsync();
        var (gate, prepared) = (new Gate(), new TaskCompletionSource());
        worker.Engine.OnPaint = (_, _, token) =>
        {
            gate.Pass(token);
            throw new DeviceFaultException("Out of memory.");
        };
        worker.Engine.OnPrepare = request => _ = request.Seed == 2 && prepared.TrySetResult();
        await worker.SendAsync(Jobs.Job("first") with { Seed = 1 });
        await gate.ReachedAsync();
        await worker.SendAsync(Jobs.Job("second") with { Seed = 2 });
        await prepared.Task.WaitAsync(TestWorker.Patience, TestContext.Current.CancellationToken);
        gate.Open();
        await worker.Faults.NextAsync();
        await worker.Faults.NextAsync();
        Assert.Single(worker.Engine.Painted);
    }

    private static async Task<JobFailed> FailAsync(TestWorker worker, GenerateImages job)
    {
        var failed = Assert.IsType<JobFailed>((await worker.RunAsync(job))[^1]);
        Assert.True(worker.Faults.IsEmpty);
        Assert.DoesNotContain(Jobs.Prompt, failed.Message, StringComparison.Ordinal);
        return failed;
    }
}
