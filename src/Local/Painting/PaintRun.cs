using SwiftDiffusion.Local.Hosting;
using SwiftDiffusion.Local.Output;
using SwiftDiffusion.Local.Views;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Storage;

namespace SwiftDiffusion.Local.Painting;

/// <summary>Carries a plan out: starts the fleet, sends the job, follows it, writes its pictures.</summary>
internal sealed class PaintRun(PaintPlan plan, IPaintView view, TimeProvider time, ScratchFolder scratch, StopSignals signals)
{
    // What is not cut short, such as loading a large model, is not waited for.
    private static readonly TimeSpan CancelPatience = TimeSpan.FromSeconds(2);

    /// <summary>Carries it out.</summary>
    /// <exception cref="CommandException">No picture was painted, or none could be written.</exception>
    public static async Task<Painted> RunAsync(PaintPlan plan, IPaintView view, TimeProvider time)
    {
        PictureFiles.CheckWritable(plan.Output);
        using var scratch = ScratchFolder.Create();
        using var signals = new StopSignals(exitCode => EndAtOnce(view, scratch, exitCode));
        return await new PaintRun(plan, view, time, scratch, signals).PaintAsync();
    }

    private async Task<Painted> PaintAsync()
    {
        view.Open();
        try
        {
            await using var fleet = await LocalFleet.StartAsync(plan, scratch.Path, view, CancellationToken.None);
            await StorePicturesAsync(fleet.Blobs);
            var last = await FollowAsync(fleet);
            ThrowIfStopped();
            return last is JobSucceeded { Result: var result }
                ? new Painted(result, await PictureFiles.WriteAsync(fleet.Blobs, plan.Job, result.Images, plan.Output, CancellationToken.None))
                : throw JobEnd.Explain(last);
        }
        catch (StorageException e)
        {
            throw new CommandException(ExitCode.Storage, e.Message);
        }
    }

    private async Task StorePicturesAsync(IBlobStore blobs)
    {
        foreach (var (key, path) in plan.Pictures)
        {
            await blobs.PutAsync(new BlobKey(key), new BlobContent(await ReadAsync(path), "application/octet-stream"), CancellationToken.None);
        }
    }

    private static async Task<byte[]> ReadAsync(string path)
    {
        try
        {
            return await File.ReadAllBytesAsync(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException(ExitCode.Unusable, $"'{path}' cannot be read: {e.Message}");
        }
    }

    /// <summary>Follows the job to the event that ends it.</summary>
    private async Task<JobEvent> FollowAsync(LocalFleet fleet)
    {
        ThrowIfStopped();
        using var followed = new CancellationTokenSource();
        var following = ReadEventsAsync(fleet, followed.Token);
        try
        {
            var first = await Task.WhenAny(following, signals.Asked, fleet.Faults);
            if (first == signals.Asked)
            {
                await CancelAsync(fleet, following);
                ThrowIfStopped();
            }
            else if (first == fleet.Faults)
            {
                throw JobEnd.Explain(await fleet.Faults);
            }

            return await following;
        }
        finally
        {
            await followed.CancelAsync();
        }
    }

    private async Task<JobEvent> ReadEventsAsync(LocalFleet fleet, CancellationToken cancellationToken)
    {
        JobEvent? last = null;
        await foreach (var jobEvent in fleet.Client.SubmitAsync(plan.Job, cancellationToken))
        {
            view.Show(jobEvent);
            last = jobEvent;
        }

        return last ?? throw new InvalidOperationException("The job's events ended without one.");
    }

    private async Task CancelAsync(LocalFleet fleet, Task following)
    {
        view.Tell("Cancelling; a second Ctrl+C ends at once.");
        using var gone = new CancellationTokenSource(CancelPatience, time);
        try
        {
            await fleet.Client.CancelAsync(plan.Job.JobId, plan.Job.Tenant, CancellationToken.None);
            await Task.WhenAny(following, fleet.Faults).WaitAsync(gone.Token);
        }
        catch (Exception e) when (e is StorageException or OperationCanceledException)
        {
            EndAtOnce(view, scratch, await signals.Asked);
        }
    }

    /// <summary>Ends the process without waiting for what the worker is at.</summary>
    private static void EndAtOnce(IPaintView view, ScratchFolder scratch, int exitCode)
    {
        // A bar has hidden the cursor, which the terminal would miss.
        view.CloseAsync().Wait(CancelPatience);
        scratch.Dispose();
        ProcessEnd.Now(exitCode, Path.GetDirectoryName(scratch.Path)!);
    }

    private void ThrowIfStopped()
    {
        if (signals.Asked.IsCompleted)
        {
            throw new CommandException(signals.Asked.Result, "Cancelled.");
        }
    }
}
