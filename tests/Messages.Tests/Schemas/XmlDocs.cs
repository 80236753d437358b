using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Messages.Tests.Schemas;

/// <summary>Summaries from the documentation file of the contract, as plain text.</summary>
internal static partial class XmlDocs
{
    private static readonly Dictionary<string, XElement> Members = XDocument.Load(Path.ChangeExtension(typeof(GenerateImages).Assembly.Location, ".xml"))
        .Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    public static string? Of(Type type) => Members.TryGetValue($"T:{type.FullName}", out var member) ? Text(member.Element("summary")) : null;

    public static string? Of(PropertyInfo property) =>
        Members.TryGetValue($"P:{property.DeclaringType!.FullName}.{property.Name}", out var member) ? Text(member.Element("summary")) : OfParameter(property);

    // A positional record documents its properties as parameters of the type.
    private static string? OfParameter(PropertyInfo property) => Members.TryGetValue($"T:{property.DeclaringType!.FullName}", out var type)
        ? Text(type.Elements("param").SingleOrDefault(param => param.Attribute("name")!.Value == property.Name)) : null;

    private static string? Text(XElement? element) => element is null ? null : WhiteSpace().Replace(string.Concat(element.Nodes().Select(Text)), " ").Trim();

    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" } see => Referred(see.Attribute("cref")!.Value),
        XElement other => other.Value,
        _ => node.ToString().Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal),
    };

    // Fields and words are called as they are in JSON.
    private static string Referred(string cref)
    {
        var path = cref.Split('(')[0].Split('.');
        var name = path[^1];
        return cref[0] switch
        {
            'P' => JsonNamingPolicy.CamelCase.ConvertName(name),
            'F' => JsonNamingPolicy.SnakeCaseLower.ConvertName(name),
            'M' => $"{path[^2]}.{name}",
            _ => name,
        };
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex WhiteSpace();
}
