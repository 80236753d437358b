using ImageMagick;
using ImageMagick.Configuration;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>Sets ImageMagick up, once for the process, before it is used: six formats, no scripts, no addresses, no other programs, nothing on the disk.</summary>
/// <remarks>Among the formats that it knows are ones that draw, that read other files and that fetch addresses (SVG, PostScript, PDF, MVG, MSL, URL); none of them can be reached.</remarks>
internal static class ImagingRuntime
{
    private const string Policy = """
        <policymap>
          <policy domain="delegate" rights="none" pattern="*"/>
          <policy domain="filter" rights="none" pattern="*"/>
          <policy domain="path" rights="none" pattern="*"/>
          <policy domain="coder" rights="none" pattern="*"/>
          <policy domain="coder" rights="read | write" pattern="{PNG,JPEG,WEBP,BMP,GIF,TIFF}"/>
          <policy domain="resource" name="width" value="2000000"/>
          <policy domain="resource" name="height" value="2000000"/>
          <policy domain="resource" name="memory" value="2GiB"/>
          <policy domain="resource" name="map" value="2GiB"/>
          <policy domain="resource" name="disk" value="0"/>
        </policymap>
        """;

    private static readonly Lazy<bool> Started = new(Initialize);

    /// <summary>Sets it up unless that is done.</summary>
    public static void Start() => _ = Started.Value;

    private static bool Initialize()
    {
        var files = ConfigurationFiles.Default;
        files.Policy.Data = Policy;
        // ImageMagick reads its settings from files, some of them late.
        var folder = Directory.CreateTempSubdirectory("swiftdiffusion-imagemagick-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Remove(folder.FullName);
        MagickNET.Initialize(files, folder.FullName);
        return true;
    }

    private static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
