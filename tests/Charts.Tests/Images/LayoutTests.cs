namespace SwiftDiffusion.Charts.Tests.Images;

/// <summary>What lies in the images, after the very publish that their Dockerfiles run.</summary>
public sealed class LayoutTests(PublishedImages images)
{
    private const long MiB = 1 << 20;

    public static TheoryData<string> Names => new(PublishedImages.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Publish_AsTheDockerfileDoes_LeavesTheProgramAndNoMore(string name)
    {
        var image = images.Get(name);
        var files = Directory.EnumerateFiles(image.App, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToArray();

        Assert.True(File.GetUnixFileMode(image.EntryPoint).HasFlag(UnixFileMode.OtherExecute), image.EntryPoint);
        Assert.DoesNotContain(files, file => Path.GetExtension(file) is ".pdb" or ".xml" or ".cs" or ".safetensors" or ".dylib" or ".lib");
        Assert.DoesNotContain(files, file => file!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) || file.StartsWith("onnxruntime", StringComparison.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(image.App, "runtimes")), "Libraries of other systems are in the image.");
    }

    [Theory]
    [InlineData("worker-cpu", false)]
    [InlineData("worker-cuda", true)]
    public void Publish_OfAWorker_HasItsAcceleratorsLibraries(string name, bool cuda)
    {
        var app = images.Get(name).App;

        Assert.True(File.Exists(Path.Combine(app, "libonnxruntime.so")));
        Assert.Equal(cuda, File.Exists(Path.Combine(app, "libonnxruntime_providers_cuda.so")));
    }

    [Theory]
    [InlineData("worker-cpu", 120)]
    [InlineData("submitter", 120)]
    public void Publish_WithoutCuda_IsSmall(string name, long mebibytes) =>
        Assert.InRange(Directory.EnumerateFiles(images.Get(name).App, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 1, mebibytes * MiB);
}
