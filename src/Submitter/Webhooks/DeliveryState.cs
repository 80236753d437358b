namespace SwiftDiffusion.Submitter.Webhooks;

/// <summary>What became of a delivery.</summary>
internal enum DeliveryState
{
    /// <summary>To be tried, for the first time or again.</summary>
    Pending,

    /// <summary>The receiver has it.</summary>
    Delivered,

    /// <summary>It cannot be delivered, and trying again would not help.</summary>
    Failed,

    /// <summary>The schedule has ended.</summary>
    Abandoned,
}
