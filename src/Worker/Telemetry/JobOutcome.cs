namespace SwiftDiffusion.Worker.Telemetry;

/// <summary>What became of a delivered job, in metrics and traces.</summary>
internal enum JobOutcome
{
    /// <summary>Painted, stored and told.</summary>
    Succeeded,

    /// <summary>Done before; told of again.</summary>
    Repeated,

    /// <summary>It cannot be painted.</summary>
    Failed,

    /// <summary>Someone asked for it.</summary>
    Cancelled,

    /// <summary>Its deadline has passed.</summary>
    Expired,

    /// <summary>It goes back to the broker.</summary>
    Returned,
}
