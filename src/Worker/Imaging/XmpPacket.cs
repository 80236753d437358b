using System.Text;
using System.Xml;

namespace SwiftDiffusion.Worker.Imaging;

/// <summary>XMP data (ISO 16684-1) with one property, which holds JSON.</summary>
internal static class XmpPacket
{
    /// <summary>The namespace of our property, which is called <c>job</c>.</summary>
    public const string Namespace = "urn:swiftdiffusion:1";

    private const string Rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

    // Characters that XML knows no way to write don't stop a picture from being stored.
    private static readonly XmlWriterSettings Settings = new() { OmitXmlDeclaration = true, CheckCharacters = false, Encoding = new UTF8Encoding(false) };

    /// <summary>The packet.</summary>
    public static byte[] Write(string json)
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, Settings))
        {
            xml.WriteStartElement("x", "xmpmeta", "adobe:ns:meta/");
            xml.WriteStartElement("rdf", "RDF", Rdf);
            xml.WriteStartElement("rdf", "Description", Rdf);
            xml.WriteAttributeString("rdf", "about", Rdf, "");
            xml.WriteAttributeString("sd", "job", Namespace, json);
        }

        return output.ToArray();
    }
}
