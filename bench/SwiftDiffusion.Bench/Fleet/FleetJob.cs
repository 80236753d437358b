using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Bench.Fleet;

/// <summary>A job of the simulation.</summary>
/// <param name="Arrival">Seconds from the beginning of the run to its arrival.</param>
/// <param name="Model">Its base model.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Painting">Seconds on the device, loads apart.</param>
/// <param name="Loras">Its LoRAs.</param>
/// <param name="ControlNets">Its ControlNets.</param>
internal sealed record FleetJob(double Arrival, string Model, JobPriority Priority, double Painting, IReadOnlyList<int> Loras, IReadOnlyList<int> ControlNets)
{
    /// <summary>Seconds from arrival to the first step. Not a number until then.</summary>
    public double Wait { get; set; } = double.NaN;
}
