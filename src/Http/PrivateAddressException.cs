namespace SwiftDiffusion.Http;

/// <summary>A host leads to where connections may not go.</summary>
/// <param name="host">The host, as it was named.</param>
public sealed class PrivateAddressException(string host) : IOException($"'{host}' does not lead to the public internet.");
