using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Worker.Settling;

/// <summary>An image as it is stored.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Format">Its format.</param>
internal sealed record ImageFile(byte[] Bytes, ImageFormat Format)
{
    public string ContentType => Format switch
    {
        ImageFormat.Jpeg => "image/jpeg",
        ImageFormat.Webp => "image/webp",
        _ => "image/png",
    };
}
