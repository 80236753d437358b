namespace SwiftDiffusion.Messages.Validation;

/// <summary>Paths of fields in JSON, such as <c>controlNets[1].scale</c>. The whole message is <c>$</c>.</summary>
internal static class FieldPath
{
    public const string Root = "$";

    public static string Member(string parent, string name) => parent == Root ? name : $"{parent}.{name}";

    public static string Item(string list, int index) => $"{list}[{index}]";

    /// <summary>An entry of a dictionary, for example <c>labels['order']</c>.</summary>
    public static string Entry(string dictionary, string key) => $"{dictionary}[{Shown.Text(key)}]";
}
