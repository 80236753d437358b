namespace SwiftDiffusion.Worker.Imaging;

/// <summary>A file is not a picture that can be taken in. It would fail the same way again.</summary>
/// <param name="message">What is wrong and what is allowed.</param>
/// <param name="innerException">What the decoder said.</param>
internal sealed class InvalidPictureException(string message, Exception? innerException = null) : Exception(message, innerException);
