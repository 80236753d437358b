namespace SwiftDiffusion.Submitter.Reconciling;

/// <summary>What became of a job of which nothing was heard.</summary>
internal enum ReconcileOutcome
{
    /// <summary>It has a manifest, so it has succeeded.</summary>
    Succeeded,

    /// <summary>Its cancellation was asked for, and nobody has it.</summary>
    Cancelled,

    /// <summary>Its deadline has passed.</summary>
    Expired,

    /// <summary>It was sent again as often as allowed.</summary>
    Failed,

    /// <summary>It goes to the broker once more.</summary>
    Resent,

    /// <summary>It waits in its queue, or someone has it; nothing is to be done.</summary>
    Waiting,
}
