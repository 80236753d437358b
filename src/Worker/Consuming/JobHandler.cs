using Microsoft.Extensions.Logging;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Messages.Validation;
using SwiftDiffusion.Worker.Painting;
using SwiftDiffusion.Worker.Preparing;
using SwiftDiffusion.Worker.Settling;
using SwiftDiffusion.Worker.Telemetry;

namespace SwiftDiffusion.Worker.Consuming;

/// <summary>Takes one job from its pick-up to its end: succeeded, failed, cancelled, expired, or back to the broker by an exception. See docs/architecture/10-worker.md.</summary>
internal sealed class JobHandler(
    RunningJobs running,
    JobSlots slots,
    JobStore store,
    ModelCatalog models,
    JobPreparer preparer,
    PaintingThread painting,
    JobSettler settler,
    TimeProvider time,
    ILogger<JobHandler> logger)
{
    /// <summary>Handles a job. Returns when its end has been told, so that its message may be acknowledged.</summary>
    /// <param name="job">The job.</param>
    /// <param name="sent">When it was sent; null where the sender didn't say.</param>
    /// <param name="events">Where to tell of it.</param>
    /// <param name="returned">Cancelled when the broker has taken the message back.</param>
    /// <exception cref="Exception">The worker is in trouble, or shuts down: the message must not be acknowledged.</exception>
    public async Task HandleAsync(GenerateImages job, DateTimeOffset? sent, JobEvents events, CancellationToken returned)
    {
        using var scope = logger.BeginJob(job.JobId);
        var measure = new JobMeasure(models.LabelOf(job.Model), time);
        try
        {
            await HandleAsync(job, sent, events, measure, returned);
        }
        finally
        {
            measure.End();
        }
    }

    private async Task HandleAsync(GenerateImages job, DateTimeOffset? sent, JobEvents events, JobMeasure measure, CancellationToken returned)
    {
        if (JobRules.Check(job) is { Count: > 0 } violations)
        {
            await FailAsync(events, measure, Failures.Of(violations));
            return;
        }

        using var hand = await running.EnterAsync(job, returned);
        PreparedJob? prepared = null;
        try
        {
            using var slot = await slots.EnterAsync(job.Priority, hand.Token);
            var queue = sent is { } moment ? Math.Max(0, (time.GetUtcNow() - moment).TotalSeconds) : (double?)null;
            logger.JobTaken();
            measure.Taken(job.Priority, queue);
            if (await IsDoneAsync(job, events, hand))
            {
                measure.Outcome = JobOutcome.Repeated;
                return;
            }

            prepared = await PrepareAsync(job, hand);
            var outcome = await PaintAsync(job, prepared, events, hand);
            var result = await SettleAsync(job, prepared, outcome, queue, events);
            measure.Painted(result);
            logger.JobSucceeded(result.Images.Count, result.Metrics.GpuSeconds);
        }
        catch (OperationCanceledException) when (hand.Reason == StopReason.Cancelled)
        {
            logger.JobGivenUp(hand.Reason);
            await events.CancelledAsync(CancellationToken.None);
            measure.Outcome = JobOutcome.Cancelled;
        }
        catch (OperationCanceledException) when (hand.Reason == StopReason.Expired)
        {
            logger.JobGivenUp(hand.Reason);
            await events.ExpiredAsync(job.Deadline!.Value, CancellationToken.None);
            measure.Outcome = JobOutcome.Expired;
        }
        catch (Exception e) when (Failures.Of(e, job, prepared?.ModelPath) is { } failure)
        {
            await FailAsync(events, measure, failure);
        }
    }

    /// <summary>What must be known before any work: whether the job is done already, is not wanted any more, or is too late.</summary>
    private async Task<bool> IsDoneAsync(GenerateImages job, JobEvents events, RunningJob hand)
    {
        if (await store.FindManifestAsync(job, hand.Token) is { } manifest)
        {
            logger.JobDoneBefore();
            await events.SucceededAsync(manifest, CancellationToken.None);
            return true;
        }

        if (await store.IsCancelledAsync(job, hand.Token))
        {
            hand.Stop(StopReason.Cancelled);
        }
        else if (job.Deadline is { } deadline)
        {
            hand.StopAt(deadline);
        }

        hand.Token.ThrowIfCancellationRequested();
        return false;
    }

    private async Task<PreparedJob> PrepareAsync(GenerateImages job, RunningJob hand)
    {
        using var span = WorkerTracing.Start("prepare");
        return await preparer.PrepareAsync(job, hand.Token);
    }

    private async Task<JobResult> SettleAsync(GenerateImages job, PreparedJob prepared, PaintOutcome outcome, double? queue, JobEvents events)
    {
        using var span = WorkerTracing.Start("settle");
        return await settler.SettleAsync(job, prepared, outcome, queue, events);
    }

    private async Task<PaintOutcome> PaintAsync(GenerateImages job, PreparedJob prepared, JobEvents events, RunningJob hand)
    {
        using var span = WorkerTracing.Start("paint");
        await using var progress = new ProgressFeed(events, time, logger, hand.Token);
        var order = new PaintOrder(
            prepared.ModelPath, painter => JobCanvas.Prepare(job, prepared.Request, painter), () => progress.Start(prepared.Request.Seed), progress.Step, hand.Token) { ModelName = job.Model };
        return await painting.PaintAsync(order);
    }

    private async Task FailAsync(JobEvents events, JobMeasure measure, Failure failure)
    {
        logger.JobFailed(failure.Reason, failure.Message);
        await events.FailedAsync(failure, CancellationToken.None);
        measure.Failed(failure.Reason);
    }
}
