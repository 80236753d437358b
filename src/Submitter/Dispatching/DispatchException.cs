namespace SwiftDiffusion.Submitter.Dispatching;

/// <summary>The broker did not take what was handed to it.</summary>
/// <param name="message">What waits on.</param>
/// <param name="innerException">What went wrong first.</param>
internal sealed class DispatchException(string message, Exception innerException) : Exception(message, innerException);
