using SwiftDiffusion.Local.Output;
using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Local.Painting;

/// <summary>All that a run needs to know.</summary>
internal sealed record PaintPlan
{
    /// <summary>A job that keeps the contract's rules.</summary>
    public required GenerateImages Job { get; init; }

    /// <summary>Where its base model lies.</summary>
    public required string ModelPath { get; init; }

    /// <summary>The job's name of an adapter to where it lies.</summary>
    public required IReadOnlyDictionary<string, string> Adapters { get; init; }

    /// <summary>The job's key of a picture to its file.</summary>
    public required IReadOnlyDictionary<string, string> Pictures { get; init; }

    /// <summary>Where the pictures go.</summary>
    public required OutputTarget Output { get; init; }

    /// <summary>Threads that a network may use; 0 is one per core.</summary>
    public required int Threads { get; init; }

    /// <summary>What computes; none is one <c>cpu</c>.</summary>
    public required IReadOnlyList<string> Devices { get; init; }

    /// <summary>Whether prompt and negative prompt run on two devices.</summary>
    public required bool SplitGuidance { get; init; }

    /// <summary>Whether to tell what goes on inside.</summary>
    public required bool Verbose { get; init; }
}
