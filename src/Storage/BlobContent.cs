namespace SwiftDiffusion.Storage;

/// <summary>What a blob holds.</summary>
/// <param name="Bytes">The content.</param>
/// <param name="ContentType">Its media type, for example <c>image/png</c>.</param>
public sealed record BlobContent(ReadOnlyMemory<byte> Bytes, string ContentType);
