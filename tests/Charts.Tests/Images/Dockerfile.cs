using System.Text.Json;
using System.Text.RegularExpressions;

namespace SwiftDiffusion.Charts.Tests.Images;

/// <summary>A Dockerfile: stages of instructions, with arguments filled in where a builder fills them in.</summary>
internal sealed partial class Dockerfile
{
    // What a shell or a program reads for itself stays as it is.
    private static readonly string[] Raw = ["RUN", "HEALTHCHECK", "ENTRYPOINT", "CMD"];

    private Dockerfile(IReadOnlyList<Stage> stages, IReadOnlyDictionary<string, string> arguments) => (Stages, Arguments) = (stages, arguments);

    public IReadOnlyList<Stage> Stages { get; }

    /// <summary>Arguments before the first stage, as they are given or by default.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; }

    /// <summary>The stage that becomes the image.</summary>
    public Stage Final => Stages[^1];

    /// <summary>The stage of a name.</summary>
    public Stage this[string name] => Stages.Single(stage => stage.Name == name);

    /// <summary>Reads one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="arguments">As <c>--build-arg</c> gives them.</param>
    public static Dockerfile Read(string file, IReadOnlyDictionary<string, string> arguments)
    {
        var stages = new List<Stage>();
        var global = new Dictionary<string, string>();
        foreach (var (word, text) in Instructions(File.ReadAllLines(file)))
        {
            if (word == "FROM")
            {
                var parts = Fill(text, global).Split(' ');
                stages.Add(new Stage(parts.Length == 3 && parts[1] == "AS" ? parts[2] : "", parts[0]));
                continue;
            }

            var scope = stages.Count == 0 ? global : stages[^1].Arguments;
            if (word == "ARG")
            {
                var parts = text.Split('=', 2);
                scope[parts[0]] = arguments.GetValueOrDefault(parts[0]) ?? (parts.Length == 2 ? Fill(parts[1], scope) : global[parts[0]]);
                continue;
            }

            stages[^1].Add(word, Raw.Contains(word) ? text : Fill(text, scope));
        }

        return new Dockerfile(stages, global);
    }

    /// <summary>A stage and those that it is built on, the first of them first.</summary>
    public IEnumerable<Stage> Lineage(Stage stage) => Stages.FirstOrDefault(below => below.Name == stage.Base) is { } below ? [.. Lineage(below), stage] : [stage];

    private static IEnumerable<(string Word, string Text)> Instructions(IEnumerable<string> lines)
    {
        var instruction = "";
        foreach (var line in lines.Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            instruction += line.TrimEnd('\\');
            if (line[^1] != '\\')
            {
                var parts = instruction.Split(' ', 2);
                yield return (parts[0], parts[1].Trim());
                instruction = "";
            }
        }
    }

    private static string Fill(string text, Dictionary<string, string> arguments) => Variable().Replace(text, match => arguments[match.Groups[1].Value]);

    [GeneratedRegex(@"\$\{(\w+)\}")]
    private static partial Regex Variable();

    /// <summary>One stage.</summary>
    /// <param name="Name">Its name; empty for none.</param>
    /// <param name="Base">The image or stage that it begins with.</param>
    internal sealed record Stage(string Name, string Base)
    {
        private readonly List<(string Word, string Text)> instructions = [];

        /// <summary>Arguments in its scope. The shell of <c>RUN</c> has them as variables.</summary>
        public Dictionary<string, string> Arguments { get; } = [];

        /// <summary>The texts of all instructions of a kind.</summary>
        public IEnumerable<string> All(string word) => instructions.Where(instruction => instruction.Word == word).Select(instruction => instruction.Text);

        /// <summary>Files that are copied from the checkout: sources and target.</summary>
        public IEnumerable<(string[] Sources, string Target)> Copies => All("COPY").Where(text => !text.StartsWith("--from", StringComparison.Ordinal)).Select(text => text.Split(' ')).Select(parts => (parts[..^1], parts[^1]));

        /// <summary>What an instruction holds as a list, for example <c>["a", "b"]</c>.</summary>
        public string[] List(string word) => JsonSerializer.Deserialize<string[]>(All(word).Single())!;

        /// <summary>The command of the health check.</summary>
        public string[] HealthCheck => JsonSerializer.Deserialize<string[]>(All("HEALTHCHECK").Single().Split("CMD", 2)[1])!;

        /// <summary>What <c>ENV</c> or <c>LABEL</c> sets.</summary>
        public IReadOnlyDictionary<string, string> Pairs(string word) =>
            All(word).SelectMany(text => Pair().Matches(text)).ToDictionary(pair => pair.Groups[1].Value, pair => pair.Groups[2].Value.Trim('"'), StringComparer.Ordinal);

        public void Add(string word, string text) => instructions.Add((word, text));
    }

    [GeneratedRegex("""([\w.]+)=("[^"]*"|\S+)""")]
    private static partial Regex Pair();
}
