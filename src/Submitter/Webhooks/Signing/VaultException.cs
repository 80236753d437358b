namespace SwiftDiffusion.Submitter.Webhooks.Signing;

/// <summary>Secrets cannot be encrypted or decrypted.</summary>
internal sealed class VaultException(string message, Exception? innerException = null) : Exception(message, innerException);
