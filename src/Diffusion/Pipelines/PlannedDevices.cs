using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>The devices of a plan, open.</summary>
internal sealed class PlannedDevices : IDisposable
{
    private readonly DisposableList owned = new();
    private readonly DevicePlan plan;
    private readonly Device[] devices;

    /// <summary>Opens them.</summary>
    public PlannedDevices(DevicePlan plan)
    {
        this.plan = plan;
        try
        {
            devices = [.. plan.Devices.Select(spec => owned.Add(new Device(spec, isAlone: plan.Devices.Count == 1)))];
        }
        catch
        {
            owned.Dispose();
            throw;
        }
    }

    /// <summary>Runs text encoders.</summary>
    public Device TextEncoders => devices[0];

    /// <summary>One runs the UNet for all prompts, or the first for negative prompts and the second for prompts.</summary>
    public IReadOnlyList<Device> UNet => [.. plan.UNet.Select(device => devices[device])];

    /// <summary>Runs VAEs.</summary>
    public Device Vae => devices[0];

    /// <summary>Runs a request's i-th ControlNet.</summary>
    public Device ControlNet(int i) => devices[plan.ControlNet(i)];

    public void Dispose() => owned.Dispose();
}
