namespace SwiftDiffusion.Messages.Events;

/// <summary>Some steps are done. Told at most twice a second, and once for the last step.</summary>
public sealed record JobProgress : JobEvent
{
    /// <summary>Steps done over all images, 1 to <see cref="Of"/>.</summary>
    public required int Step { get; init; }

    /// <summary>Steps in all, over all images.</summary>
    public required int Of { get; init; }

    /// <summary>Key of a small picture of the state, in the blob store; null where there is none.</summary>
    public string? Preview { get; init; }
}
