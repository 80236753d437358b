using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace SwiftDiffusion.Local.Help;

/// <summary>What <c>--version</c> shows.</summary>
internal sealed class VersionPage : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine(
            $"swiftdiffusion {typeof(VersionPage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion}");
        return ExitCode.Painted;
    }
}
