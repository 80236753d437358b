using System.CommandLine;
using System.Security.Cryptography;
using SwiftDiffusion.Local.Arguments;
using SwiftDiffusion.Local.Models;
using SwiftDiffusion.Local.Output;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Local.Painting;

/// <summary>Makes a plan of arguments that are well formed.</summary>
internal static class PaintPlanner
{
    // The only job of its fleet. An id of its own would be told in the files, and two runs of one seed would differ.
    private const string OnlyJob = "local";

    /// <summary>Makes it.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="options">What they were read by.</param>
    /// <param name="folder">The working folder.</param>
    /// <exception cref="CommandException">Values are wrong or files are missing; each is named.</exception>
    public static PaintPlan Plan(ParseResult parsed, PaintOptions options, string folder)
    {
        var modelPath = ModelSearch.Find(parsed.GetValue(options.Model.Model), folder, AppContext.BaseDirectory);
        var defaults = ModelDefaults.Read(modelPath);
        var (problems, files) = (new Problems(), new JobFiles(folder, modelPath));
        var reader = new OptionReader(parsed, problems, files);
        var job = options.Groups.Aggregate(
            defaults.Apply(new GenerateImages { JobId = OnlyJob, Model = ModelSearch.NameOf(modelPath, defaults), Prompt = parsed.GetRequiredValue(options.Prompt) }),
            (job, group) => group.Apply(reader, job));
        job = job with { Seed = job.Seed ?? BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))) };
        var threads = options.Running.ReadThreads(reader);
        var devices = options.Running.Devices.Read(parsed, problems);
        foreach (var violation in JobRules.Check(job))
        {
            problems.Add(FieldNames.Explain(violation));
        }

        var output = OutputTarget.Of(reader.Text(options.Output.Out), folder, job, reader.Flag(options.Output.Overwrite), problems);
        problems.ThrowIfAny();
        return new PaintPlan
        {
            Job = job,
            ModelPath = modelPath,
            Adapters = files.Adapters,
            Pictures = files.Pictures,
            Output = output,
            Threads = threads,
            Devices = [.. devices.Devices.Select(device => device.ToString())],
            SplitGuidance = devices.SplitsGuidance,
            Verbose = reader.Flag(options.Running.Verbose),
        };
    }
}
