namespace SwiftDiffusion.Submitter.Webhooks.Sending;

/// <summary>What came of an attempt.</summary>
internal enum AttemptOutcome
{
    /// <summary>2xx: the receiver has it.</summary>
    Delivered,

    /// <summary>3xx or 4xx: the receiver does not want it, or is not where it says it is. It is tried again.</summary>
    Refused,

    /// <summary>5xx, no answer, or none in time. It is tried again.</summary>
    Failed,

    /// <summary>410: the receiver never wants to hear from us again.</summary>
    Gone,

    /// <summary>The address is not one that may be called. Nothing was sent.</summary>
    Blocked,
}
