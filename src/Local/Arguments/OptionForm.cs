using System.CommandLine;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>The three kinds of options. All values are read as text, so that what is said of a wrong one is ours to word.</summary>
internal static class OptionForm
{
    /// <summary>An option that is given once, with a value.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="value">What stands for the value in the help, for example <c>N</c>.</param>
    /// <param name="help">What it does; range; default.</param>
    public static Option<string> Value(string name, string value, string help) => new(name) { HelpName = value, Description = help };

    /// <summary>An option that may be given several times.</summary>
    public static Option<string[]> Repeatable(string name, string value, string help) =>
        new(name) { HelpName = value, Description = help, AllowMultipleArgumentsPerToken = false, Arity = ArgumentArity.OneOrMore };

    /// <summary>An option without a value.</summary>
    public static Option<bool> Flag(string name, string help) => new(name) { Description = help, Arity = ArgumentArity.Zero };
}
