using System.CommandLine;
using System.Text.Json.Nodes;
using SwiftDiffusion.Diffusion.Adapters.Inspection;
using SwiftDiffusion.Diffusion.Checkpoints;
using SwiftDiffusion.Diffusion.Checkpoints.Inspection;
using SwiftDiffusion.Local.Views;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Local.Inspecting;

/// <summary>Tells what a file or folder is, from its headers and configurations alone.</summary>
internal static class InspectRun
{
    /// <summary>Runs the command.</summary>
    /// <returns>The process's exit code: <see cref="ExitCode.Unusable"/> where the thing is of no use as it is.</returns>
    public static int Run(ParseResult parsed, InspectOptions options, Terminal terminal)
    {
        var json = parsed.GetValue(options.Json);
        try
        {
            var path = options.Read(parsed);
            var inspection = CheckpointInspector.Inspect(Path.GetFullPath(path));
            var lora = inspection.Kind == CheckpointKind.Lora && File.Exists(path) ? LoraInspector.Inspect(inspection.Path) : null;
            var report = new InspectReport(inspection, lora);
            if (json)
            {
                terminal.Out.WriteLine(InspectJson.Of(report).ToJsonString(MessageJson.Options));
            }
            else
            {
                report.Write(terminal.Out);
            }

            return report.IsUsable ? ExitCode.Painted : ExitCode.Unusable;
        }
        catch (Exception e) when (e is CommandException or CheckpointException)
        {
            var problem = e as CommandException ?? new CommandException(ExitCode.Unusable, e.Message);
            TextReport.Write(terminal.Error, problem, command: "inspect");
            if (json)
            {
                terminal.Out.WriteLine(new JsonObject { ["problem"] = string.Join(' ', problem.Problems) }.ToJsonString(MessageJson.Options));
            }

            return problem.ExitCode;
        }
    }
}
