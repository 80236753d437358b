using System.Text.Json;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Results;
using SwiftDiffusion.Storage;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>Which exceptions fail a job, and what the job's producer is told. Every other exception is the worker's trouble: the job goes back to the broker.</summary>
internal static class Failures
{
    /// <summary>Whether an exception out of the engine says that the job cannot be painted, or what it needs cannot be had, rather than that the device is sick.</summary>
    public static bool BlameJob(Exception exception) => exception is JobFailureException or InvalidRequestException or CheckpointException or StorageException;

    /// <summary>What an exception means for the job; null where the job is not to be failed.</summary>
    /// <param name="exception">From anywhere between pick-up and settling.</param>
    /// <param name="job">The job.</param>
    /// <param name="modelPath">Where its base model lies; null where that isn't known yet.</param>
    public static Failure? Of(Exception exception, GenerateImages job, string? modelPath) => exception switch
    {
        JobFailureException e => e.Failure,
        InvalidRequestException e => Of(e),
        CheckpointException e => Of(e, job, modelPath),
        StorageException e => new Failure(FailureReason.StorageUnavailable, e.Message, e.Transient),
        _ => null,
    };

    /// <summary>A job that breaks rules of the contract.</summary>
    public static Failure Of(IReadOnlyList<Violation> violations) =>
        new(FailureReason.InvalidJob, $"{string.Join("; ", violations)}.", Retryable: false) { Violations = violations };

    private static Failure Of(InvalidRequestException e)
    {
        var field = JsonField(e.Field);
        var problem = e.Message.StartsWith($"{e.Field}: ", StringComparison.Ordinal) ? e.Message[(e.Field.Length + 2)..] : e.Message;
        return new Failure(FailureReason.InvalidJob, $"{field} {problem}", Retryable: false) { Violations = [new Violation(field, problem.TrimEnd('.'))] };
    }

    /// <summary>A file below the model's path is the model's, another one an adapter's. Producers learn names, not where a worker keeps its files.</summary>
    private static Failure Of(CheckpointException e, GenerateImages job, string? modelPath) => modelPath is not null && IsWithin(e.Path, modelPath)
        ? new Failure(FailureReason.ModelInvalid, e.Message.Replace(modelPath, job.Model, StringComparison.Ordinal), Retryable: false)
        : new Failure(FailureReason.AdapterInvalid, e.Message.Replace(e.Path, Path.GetFileName(e.Path), StringComparison.Ordinal), Retryable: false);

    private static bool IsWithin(string path, string folder) =>
        path.StartsWith(folder, StringComparison.Ordinal) && (path.Length == folder.Length || path[folder.Length] == Path.DirectorySeparatorChar);

    /// <summary>The engine names properties of its request; the job's fields are called the same but for one, in JSON's spelling.</summary>
    private static string JsonField(string property) => property == nameof(PaintRequest.GuidanceScale) ? "guidance" : JsonNamingPolicy.CamelCase.ConvertName(property);
}
