using System.Collections;
using System.Globalization;
using SwiftDiffusion.Charts.Tests.Helm;

namespace SwiftDiffusion.Charts.Tests.Images;

/// <summary>What a Dockerfile makes, without an engine: its copies into a folder, its publish run there, its entry point started by its user.</summary>
/// <remarks>Paths of the image lie below <see cref="Root"/>: the program's <c>/app</c>, the mounts <c>/models</c>, <c>/cache</c>, <c>/tmp</c>.</remarks>
internal sealed class PublishedImage : IDisposable
{
    private const UnixFileMode Readable =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private static readonly string[] Mounts = ["/models", "/cache", "/tmp", "/data", "/blobs"];

    private PublishedImage(Dockerfile file)
    {
        File = file;
        Environment = file.Lineage(file.Final).SelectMany(stage => stage.Pairs("ENV")).ToDictionary(StringComparer.Ordinal);
        System.IO.File.SetUnixFileMode(Root, Readable);
    }

    public Dockerfile File { get; }

    /// <summary>The folder that stands for the image's root.</summary>
    public string Root { get; } = Directory.CreateTempSubdirectory("image-").FullName;

    /// <summary>The folder of the program.</summary>
    public string App => PathOf(File.Final.All("WORKDIR").Last());

    /// <summary>Variables that the image sets.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    /// <summary>The program that a container starts.</summary>
    public string EntryPoint => Path.GetFullPath(Path.Combine(App, File.Final.List("ENTRYPOINT").Single()));

    /// <summary>The port that it exposes.</summary>
    public int Port => int.Parse(File.Final.All("EXPOSE").Single(), CultureInfo.InvariantCulture);

    /// <summary>Builds one.</summary>
    /// <param name="name">The Dockerfile's name, for example <c>worker</c>.</param>
    /// <param name="arguments">As <c>--build-arg</c> gives them.</param>
    public static PublishedImage Build(string name, IReadOnlyDictionary<string, string> arguments)
    {
        var image = new PublishedImage(Dockerfile.Read(Repository.PathOf($"docker/{name}.Dockerfile"), arguments));
        image.Publish(image.File["build"]);
        foreach (var mount in Mounts)
        {
            Directory.CreateDirectory(image.PathOf(mount));
        }

        CopyFolder(Repository.PathOf("models/postcards"), image.PathOf("/models/postcards"));
        if (RunUser.IsRoot)
        {
            Require(Tool.Run("chown", "it is part of every system.", "", [image.User, .. Mounts.Where(mount => mount != "/models").Select(image.PathOf)]));
        }

        return image;
    }

    /// <summary>User and group of its processes, as numbers.</summary>
    public string User => File.Final.All("USER").Single();

    /// <summary>Where a path of the image lies.</summary>
    public string PathOf(string path) => Path.Join(Root, path);

    /// <summary>A setting's value, with paths of mounts as they lie here.</summary>
    public string ValueOf(string value) => Array.Find(Mounts, mount => value == mount || value.StartsWith($"{mount}/", StringComparison.Ordinal)) is null ? value : PathOf(value);

    /// <summary>The command that starts it as a container would: by its user, with its variables and no others, in its folder.</summary>
    /// <param name="environment">Settings on top of the image's.</param>
    /// <param name="arguments">Of its program.</param>
    public string[] Command(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var variables = Environment.Concat(environment).GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => ValueOf(group.Last().Value));
        variables["DOTNET_ROOT"] = System.Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? Path.GetDirectoryName(Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../..")))!;
        variables["PATH"] = System.Environment.GetEnvironmentVariable("PATH")!;
        variables["TMPDIR"] = PathOf("/tmp");
        return [.. RunUser.Prefix(User), "env", "-i", "-C", App, .. variables.Select(pair => $"{pair.Key}={pair.Value}"), EntryPoint, .. arguments];
    }

    /// <summary>Runs the image's health check against the port that the program has here.</summary>
    /// <returns>Whether it is healthy.</returns>
    public bool IsHealthy(int port)
    {
        var command = File.Final.HealthCheck.Select(part => part.Replace($"/{Port} ", $"/{port} ", StringComparison.Ordinal)).ToArray();
        return Tool.Run(command[0], "it is part of the image's base.", "", command[1..]).ExitCode == 0;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private void Publish(Dockerfile.Stage build)
    {
        var source = Directory.CreateDirectory(PathOf(build.All("WORKDIR").Single())).FullName;
        foreach (var (sources, target) in build.Copies)
        {
            foreach (var path in sources.SelectMany(Expand))
            {
                Copy(path, target == "./" ? Path.Combine(source, Path.GetFileName(path)) : Path.Combine(source, target));
            }
        }

        foreach (var command in build.All("RUN"))
        {
            Require(Tool.Run("env", "it is part of every system.", "", [.. Builder(build), "bash", "-c", $"cd '{source}' && {command.Replace(" /app", $" {Root}/app", StringComparison.Ordinal)}"]));
        }
    }

    // The builder's shell: arguments are variables, and nothing of the build that runs this test gets in. No process stays behind.
    private static IEnumerable<string> Builder(Dockerfile.Stage build) =>
    [
        .. System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(pair => (string)pair.Key)
            .Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("DOTNET_CLI", StringComparison.Ordinal) || name.StartsWith("TESTINGPLATFORM", StringComparison.Ordinal))
            .SelectMany(name => (string[])["-u", name]),
        "MSBUILDDISABLENODEREUSE=1", "UseSharedCompilation=false", "DOTNET_CLI_USE_MSBUILD_SERVER=0", "DOTNET_CLI_TELEMETRY_OPTOUT=1", "DOTNET_NOLOGO=1",
        .. build.Arguments.Select(pair => $"{pair.Key}={pair.Value}"),
    ];

    private static IEnumerable<string> Expand(string pattern) =>
        pattern.Contains('*', StringComparison.Ordinal) ? Directory.EnumerateFiles(Repository.PathOf("."), pattern) : [Repository.PathOf(pattern.TrimEnd('/'))];

    private static void Copy(string from, string to)
    {
        if (Directory.Exists(from))
        {
            CopyFolder(from, to);
        }
        else
        {
            System.IO.File.Copy(from, to);
        }
    }

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            System.IO.File.Copy(file, target);
        }
    }

    private static void Require(Tool.Output output) => Assert.True(output.ExitCode == 0, output.Text + output.Errors);
}
