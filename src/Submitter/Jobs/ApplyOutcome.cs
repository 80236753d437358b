namespace SwiftDiffusion.Submitter.Jobs;

/// <summary>What became of an event.</summary>
internal enum ApplyOutcome
{
    /// <summary>It is stored, and the job has moved on.</summary>
    Applied,

    /// <summary>It was heard before, or comes after the job's end; nothing has changed.</summary>
    Old,

    /// <summary>It is of a job that did not come by this submitter.</summary>
    Unknown,
}
