using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using SwiftDiffusion.Local.Arguments;
using SwiftDiffusion.Local.Help;
using SwiftDiffusion.Local.Inspecting;
using SwiftDiffusion.Local.Painting;
using SwiftDiffusion.Local.Views;

namespace SwiftDiffusion.Local;

/// <summary>The command line: <c>swiftdiffusion paint "a red house"</c>.</summary>
internal static class Cli
{
    /// <summary>Runs it.</summary>
    /// <returns>The process's exit code, one of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, TimeProvider time)
    {
        var started = time.GetTimestamp();
        var (options, inspect) = (new PaintOptions(time), new InspectOptions());
        var parsed = Parse(options, inspect, args);
        if (parsed.Action is not (null or ParseErrorAction))
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error });
        }

        if (parsed.CommandResult.Command == inspect.Command)
        {
            return InspectRun.Run(parsed, inspect, terminal);
        }

        await using var view = PaintViews.Create(terminal, parsed.GetValue(options.Running.Json));
        try
        {
            ParseProblems.ThrowIfAny(parsed, options);
            var plan = PaintPlanner.Plan(parsed, options, Environment.CurrentDirectory);
            var painted = await PaintRun.RunAsync(plan, view, time);
            await view.CloseAsync();
            view.Painted(painted, time.GetElapsedTime(started));
            return ExitCode.Painted;
        }
        catch (Exception e)
        {
            await view.CloseAsync();
            var problem = e as CommandException ?? new CommandException(ExitCode.Failed, parsed.GetValue(options.Running.Verbose) ? e.ToString() : $"{e.GetType().Name}: {e.Message}");
            view.Failed(problem);
            return problem.ExitCode;
        }
    }

    /// <summary>Reads the arguments, without looking at what they mean.</summary>
    public static ParseResult Parse(PaintOptions options, InspectOptions inspect, IReadOnlyList<string> args)
    {
        var root = new RootCommand(HelpTexts.Root) { options.Command, inspect.Command, PlanCommand.Create() };
        root.Options.OfType<HelpOption>().Single().Action = new HelpPage(options, inspect);
        root.Options.OfType<VersionOption>().Single().Action = new VersionPage();
        // A prompt may begin with '@', which would name a file of arguments otherwise.
        return root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
    }
}
