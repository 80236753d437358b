using Azure;
using Azure.Identity;
using Azure.Storage.Blobs.Models;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace SwiftDiffusion.Storage.Azure;

/// <summary>Tells Azure's passing faults from lasting ones, and puts both into words.</summary>
internal static class AzureFaults
{
    /// <summary>Whether trying again may help: the network, a server that is busy or restarting, no answer in time.</summary>
    public static bool IsTransient(Exception exception) => exception switch
    {
        // 0: no answer came; the connection was refused or broke. 409 while a container of that name is being deleted passes within minutes.
        RequestFailedException e => e.Status is 0 or 408 or 429 or 500 or 502 or 503 or 504 || e.ErrorCode == BlobErrorCode.ContainerBeingDeleted,
        TimeoutRejectedException or BrokenCircuitException or OperationCanceledException or IOException or HttpRequestException => true,
        AggregateException e => e.InnerExceptions.All(IsTransient),
        // An identity that can't be proven fails for a passing reason only if the service that proves it does.
        _ => IsOurs(exception) && exception.InnerException is { } inner && IsTransient(inner),
    };

    /// <summary>Whether Azure says that there is no such blob, rather than no such container.</summary>
    public static bool IsAbsent(RequestFailedException exception) => exception.Status == 404 && exception.ErrorCode == BlobErrorCode.BlobNotFound;

    /// <summary>Whether Azure says that there is such a blob already.</summary>
    public static bool IsTaken(RequestFailedException exception) => exception.ErrorCode == BlobErrorCode.BlobAlreadyExists || exception.ErrorCode == BlobErrorCode.ConditionNotMet;

    /// <summary>Our exception for one of Azure's; null for what is none of its.</summary>
    /// <param name="doing">What was tried, for example <c>Storing 'jobs/1/0.png'</c>.</param>
    /// <param name="container">The container and its account's host.</param>
    /// <param name="exception">What Azure or what guards its calls said.</param>
    public static StorageException? Explain(string doing, string container, Exception exception) =>
        IsOurs(exception) ? new($"{doing} in {container} failed: {Reason(exception)}", IsTransient(exception), exception) : null;

    private static bool IsOurs(Exception exception) =>
        exception is RequestFailedException or AuthenticationFailedException or TimeoutRejectedException or BrokenCircuitException
            or OperationCanceledException or IOException or HttpRequestException or AggregateException;

    private static string Reason(Exception exception) => exception switch
    {
        RequestFailedException { Status: > 0 } e => $"{e.Status} {e.ErrorCode}: {FirstLine(e.Message)}",
        TimeoutRejectedException e => $"no answer within {e.Timeout.TotalSeconds:0.#} s.",
        BrokenCircuitException => "most calls failed lately, so it is left alone for a while.",
        _ => FirstLine(exception.Message),
    };

    // What follows in Azure's messages are the answer's headers.
    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
