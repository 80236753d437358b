using System.Text.Json;
using System.Text.Json.Nodes;
using SwiftDiffusion.Local.Painting;
using SwiftDiffusion.Messages.Events;
using SwiftDiffusion.Messages.Serialization;

namespace SwiftDiffusion.Local.Views;

/// <summary>For a program: each event a line of JSON on standard output, the result last, and nothing else there. What is said to a person goes to standard error.</summary>
internal sealed class JsonView(Terminal terminal) : IPaintView
{
    private readonly Lock gate = new();

    public void Open()
    {
    }

    public void Show(JobEvent jobEvent) => Write(EventNames.Of(jobEvent), JsonNode.Parse(MessageJson.Serialize(jobEvent))!.AsObject());

    public void Tell(string line)
    {
        lock (gate)
        {
            terminal.Error.WriteLine(line);
        }
    }

    public Task CloseAsync() => Task.CompletedTask;

    public void Painted(Painted painted, TimeSpan total) => Write("result", new JsonObject
    {
        ["exitCode"] = ExitCode.Painted,
        ["files"] = new JsonArray([.. painted.Result.Images.Zip(painted.Paths, File)]),
        ["seconds"] = Math.Round(total.TotalSeconds, 3),
        ["result"] = JsonNode.Parse(MessageJson.Serialize(painted.Result)),
    });

    public void Failed(CommandException problem)
    {
        TextReport.Write(terminal.Error, problem);
        Write("result", new JsonObject
        {
            ["exitCode"] = problem.ExitCode,
            ["files"] = new JsonArray(),
            ["errors"] = new JsonArray([.. problem.Problems.Select(sentence => JsonValue.Create(sentence))]),
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static JsonNode File(Messages.Results.ImageResult image, string path) => new JsonObject
    {
        ["path"] = path,
        ["index"] = image.Index,
        ["seed"] = image.Seed,
        ["width"] = image.Width,
        ["height"] = image.Height,
        ["contentType"] = image.ContentType,
        ["sha256"] = image.Sha256,
    };

    private void Write(string name, JsonObject content)
    {
        content.Insert(0, "event", name);
        lock (gate)
        {
            terminal.Out.WriteLine(content.ToJsonString(Options));
            terminal.Out.Flush();
        }
    }

    // The contract's: other scripts than Latin stay readable.
    private static JsonSerializerOptions Options => MessageJson.Options;
}
