using System.CommandLine;
using SwiftDiffusion.Diffusion.Pipelines;
using SwiftDiffusion.Local.Help;

namespace SwiftDiffusion.Local.Arguments;

/// <summary>The command <c>plan</c>: which device would run what.</summary>
internal static class PlanCommand
{
    public static Command Create()
    {
        var options = new DeviceOptions();
        var command = new Command("plan", HelpTexts.Plan);
        foreach (var option in options.Options)
        {
            command.Add(option);
        }

        command.SetAction(parsed => Show(parsed, options));
        return command;
    }

    private static int Show(ParseResult parsed, DeviceOptions options)
    {
        var problems = new Problems();
        try
        {
            var engine = options.Read(parsed, problems);
            problems.ThrowIfAny();
            parsed.InvocationConfiguration.Output.Write(DevicePlan.Create(engine));
            return ExitCode.Painted;
        }
        catch (CommandException e)
        {
            foreach (var error in e.Problems)
            {
                parsed.InvocationConfiguration.Error.WriteLine(error);
            }

            return e.ExitCode;
        }
    }
}
