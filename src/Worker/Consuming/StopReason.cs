namespace SwiftDiffusion.Worker.Consuming;

/// <summary>Why a job in hand is given up.</summary>
internal enum StopReason
{
    /// <summary>It isn't.</summary>
    None,

    /// <summary>Someone asked for it.</summary>
    Cancelled,

    /// <summary>Its deadline has passed.</summary>
    Expired,

    /// <summary>The process ends, or the broker has taken the message back: another worker will have it.</summary>
    Returned,
}
