namespace SwiftDiffusion.Worker.Hosting;

/// <summary>What a worker is up to.</summary>
internal enum WorkerState
{
    /// <summary>It loads and warms up; it takes no jobs yet.</summary>
    Starting,

    /// <summary>It waits for a job.</summary>
    Ready,

    /// <summary>It has a job in hand.</summary>
    Busy,

    /// <summary>It was asked to end: it finishes what it has in hand and takes no more.</summary>
    Draining,

    /// <summary>Its device has failed, and its process ends.</summary>
    Sick,
}
