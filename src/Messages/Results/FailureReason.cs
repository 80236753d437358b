namespace SwiftDiffusion.Messages.Results;

/// <summary>Why a job failed: which side was at fault.</summary>
public enum FailureReason
{
    /// <summary>The job breaks a rule of the contract; the violations name them.</summary>
    InvalidJob,

    /// <summary>The job asks for something that this worker's version cannot do.</summary>
    UnsupportedFeature,

    /// <summary>No worker of the queue has the model.</summary>
    ModelNotFound,

    /// <summary>The model's files are broken or of a structure that isn't supported.</summary>
    ModelInvalid,

    /// <summary>An adapter is not to be had.</summary>
    AdapterNotFound,

    /// <summary>An adapter's files are broken, or it is for another family of models.</summary>
    AdapterInvalid,

    /// <summary>A picture is not to be had.</summary>
    InputUnavailable,

    /// <summary>A picture cannot be read, or is too large.</summary>
    InputInvalid,

    /// <summary>Images or manifest could not be stored, after retries.</summary>
    StorageUnavailable,

    /// <summary>The device failed: out of memory, or computed what cannot be right.</summary>
    DeviceFault,

    /// <summary>The workers that took the job were lost, one after the other.</summary>
    WorkerLost,
}
