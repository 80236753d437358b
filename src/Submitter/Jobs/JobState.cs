namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>Where a job is. It only ever moves on.</summary>
internal enum JobState
{
    /// <summary>Accepted: on its way to the broker, or waiting there.</summary>
    Queued,

    /// <summary>A worker has begun to paint.</summary>
    Started,

    /// <summary>Images and manifest are stored. An end.</summary>
    Succeeded,

    /// <summary>There are no images and there will be none. An end.</summary>
    Failed,

    /// <summary>Given up because someone asked for it. An end.</summary>
    Cancelled,

    /// <summary>Its deadline passed before it was done. An end.</summary>
    Expired,
}
