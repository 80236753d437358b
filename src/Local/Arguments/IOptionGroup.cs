using System.CommandLine;
using SwiftDiffusion.Messages.Commands;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>Options of one concern: what they are called, and what they make of the job.</summary>
internal interface IOptionGroup
{
    /// <summary>The heading in the help.</summary>
    string Title { get; }

    /// <summary>In the order of the help.</summary>
    IReadOnlyList<Option> Options { get; }

    /// <summary>The job with what these options say. Options that are not given leave it as it is; wrong ones become problems of the reader's.</summary>
    GenerateImages Apply(OptionReader reader, GenerateImages job);
}
