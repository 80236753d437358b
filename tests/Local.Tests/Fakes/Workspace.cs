using SwiftDiffusion.Local.Arguments;
using SwiftDiffusion.Local.Painting;

namespace SwiftDiffusion.Local.Tests.Fakes;

/// <summary>A working folder with a model that holds nothing but its names, adapters beside it, and a picture: enough to make plans in.</summary>
internal sealed class Workspace : IDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public Workspace()
    {
        Write("models/tiny/base/model_index.json", "{}");
        Write("models/tiny/base/swiftdiffusion.json", """{"name":"tiny","guidance":4,"steps":20,"sampler":"dpmpp_2m","schedule":"karras"}""");
        Write("models/tiny/loras/ink.safetensors", "");
        Write("models/tiny/controlnets/edges/config.json", "{}");
        Write("models/tiny/embeddings/postcard.safetensors", "");
        Write("models/tiny/vae/soft.safetensors", "");
        Write("house.png", "");
        Write("my lora.safetensors", "");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("workspace-").FullName;

    public string PathOf(string relative) => Path.Combine(Folder, relative);

    public void Write(string relative, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllText(PathOf(relative), content);
    }

    /// <summary>The plan that a command line makes here; <c>--model models/tiny/base</c> unless it names one.</summary>
    public PaintPlan Plan(params string[] args)
    {
        var options = new PaintOptions(new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Noon));
        string[] model = args.Contains("--model") ? [] : ["--model", "models/tiny/base"];
        var parsed = Cli.Parse(options, new SwiftDiffusion.Local.Inspecting.InspectOptions(), ["paint", .. model, .. args]);
        ParseProblems.ThrowIfAny(parsed, options);
        return PaintPlanner.Plan(parsed, options, Folder);
    }

    /// <summary>What is said of a command line that makes no plan.</summary>
    public CommandException Problem(params string[] args) => Assert.Throws<CommandException>(() => Plan(args));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
