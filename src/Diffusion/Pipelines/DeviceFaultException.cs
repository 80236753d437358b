namespace SwiftDiffusion.Diffusion.Pipelines;

/// <summary>The device computed something that cannot be right, or broke down. The request is not at fault: another worker may well paint it.</summary>
/// <param name="message">What happened, as one sentence.</param>
public sealed class DeviceFaultException(string message) : Exception(message);
