namespace SwiftDiffusion.Submitter.Webhooks.Delivering;

/// <summary>A delivery has nothing to send, or nobody to send it to.</summary>
internal sealed class UndeliverableException(string message) : Exception(message);
