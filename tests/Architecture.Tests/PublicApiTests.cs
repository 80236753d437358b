using System.Reflection;
using System.Runtime.CompilerServices;
using PublicApiGenerator;

namespace SwiftDiffusion.Architecture.Tests;

/// <summary>A change of the public API is a diff that someone approves: set SWIFT_APPROVE=1 and run the test to rewrite the files, then review them.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("SwiftDiffusion.Messages")]
    [InlineData("SwiftDiffusion.Storage")]
    [InlineData("SwiftDiffusion.Http")]
    [InlineData("SwiftDiffusion.Broker")]
    [InlineData("SwiftDiffusion.Diffusion")]
    [InlineData("SwiftDiffusion.Worker")]
    [InlineData("SwiftDiffusion.Submitter")]
    public void PublicApi_OfAProject_IsTheApprovedOne(string project)
    {
        var options = new ApiGeneratorOptions { ExcludeAttributes = ["System.Reflection.AssemblyMetadataAttribute", "System.Runtime.CompilerServices.InternalsVisibleToAttribute"] };
        var api = Assembly.Load(project).GeneratePublicApi(options).ReplaceLineEndings("\n") + "\n";
        var file = Path.Combine(Folder(), "Approved", $"{project}.txt");
        if (Environment.GetEnvironmentVariable("SWIFT_APPROVE") == "1")
        {
            File.WriteAllText(file, api);
        }

        Assert.Equal(File.ReadAllText(file), api);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
