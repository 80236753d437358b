using SwiftDiffusion.Messages.Jobs;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Preparing;

/// <summary>Where adapters come from.</summary>
internal interface IAdapterSource
{
    /// <summary>Brings an adapter within reach. Done at once where it is known by its name; a digest takes reading, a download longer still.</summary>
    /// <param name="reference">How the job names it.</param>
    /// <param name="field">The job's field, for what is said of it.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>Path of its folder or file on this machine.</returns>
    /// <exception cref="JobFailureException">It is not known, cannot be had, or has another digest.</exception>
    Task<string> FindAsync(AdapterReference reference, string field, CancellationToken cancellationToken);
}
