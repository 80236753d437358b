using System.Collections.Concurrent;
using SwiftDiffusion.Charts.Tests.Images;

[assembly: AssemblyFixture(typeof(PublishedImages))]

namespace SwiftDiffusion.Charts.Tests.Images;

/// <summary>The images that are built, each once for all tests.</summary>
public sealed class PublishedImages : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<PublishedImage>> images = new();

    /// <summary>Names of the images, as their tags have them.</summary>
    public static string[] Names { get; } = ["worker-cpu", "worker-cuda", "submitter"];

    public void Dispose()
    {
        foreach (var image in images.Values.Where(image => image.IsValueCreated))
        {
            image.Value.Dispose();
        }
    }

    /// <summary>The Dockerfile of an image.</summary>
    internal static Dockerfile FileOf(string name) => Dockerfile.Read(Repository.PathOf($"docker/{name.Split('-')[0]}.Dockerfile"), Arguments(name));

    /// <summary>An image.</summary>
    internal PublishedImage Get(string name) => images.GetOrAdd(name, key => new(() => PublishedImage.Build(key.Split('-')[0], Arguments(key)))).Value;

    private static Dictionary<string, string> Arguments(string name) => name.Split('-') is [_, var accelerator] ? new() { ["ACCELERATOR"] = accelerator } : [];
}
