using System.Reflection;
using NetArchTest.Rules;

namespace SwiftDiffusion.Architecture.Tests;

/// <summary>Who may know whom, as docs/architecture/00-overview.md draws it.</summary>
public sealed class ArrowsTests
{
    [Theory]
    [InlineData("SwiftDiffusion.Messages")]
    [InlineData("SwiftDiffusion.Diffusion")]
    [InlineData("SwiftDiffusion.Http")]
    [InlineData("SwiftDiffusion.Storage", "SwiftDiffusion.Messages")]
    [InlineData("SwiftDiffusion.Broker", "SwiftDiffusion.Messages", "SwiftDiffusion.Storage")]
    [InlineData("SwiftDiffusion.Submitter", "SwiftDiffusion.Broker", "SwiftDiffusion.Http", "SwiftDiffusion.Messages", "SwiftDiffusion.Storage")]
    [InlineData("SwiftDiffusion.Worker", "SwiftDiffusion.Broker", "SwiftDiffusion.Diffusion", "SwiftDiffusion.Http", "SwiftDiffusion.Messages", "SwiftDiffusion.Storage")]
    [InlineData("swiftdiffusion", "SwiftDiffusion.Diffusion", "SwiftDiffusion.Messages", "SwiftDiffusion.Storage", "SwiftDiffusion.Submitter", "SwiftDiffusion.Worker")]
    public void References_OfAProject_AreAmongThoseAllowed(string project, params string[] allowed)
    {
        var references = Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("SwiftDiffusion", StringComparison.Ordinal));
        Assert.Empty(references.Except(allowed));
    }

    [Theory]
    [InlineData("SwiftDiffusion.Messages")]
    [InlineData("SwiftDiffusion.Diffusion")]
    public void References_OfMessagesAndEngine_ReachNoServerLibrary(string project)
    {
        string[] servers = ["MassTransit", "Azure", "Microsoft.AspNetCore", "Microsoft.Extensions", "RabbitMQ"];
        var references = Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!);
        Assert.DoesNotContain(references, name => servers.Any(server => name.StartsWith(server, StringComparison.Ordinal)));
    }

    [Fact]
    public void Types_OutsideOfOnnx_DoNotNameOnnxRuntime() => AssertHolds(
        Types.InAssembly(Assembly.Load("SwiftDiffusion.Diffusion")).That().DoNotResideInNamespace("SwiftDiffusion.Diffusion.Onnx").ShouldNot().HaveDependencyOn("Microsoft.ML.OnnxRuntime"));

    [Theory]
    [InlineData("Checkpoints", "Text", "Networks", "Onnx", "Adapters", "Sampling", "Pipelines")]
    [InlineData("Text", "Networks", "Onnx", "Adapters", "Sampling", "Pipelines")]
    [InlineData("Networks", "Text", "Adapters", "Sampling", "Pipelines")]
    [InlineData("Onnx", "Text", "Networks", "Adapters", "Sampling", "Pipelines")]
    [InlineData("Sampling", "Text", "Networks", "Onnx", "Adapters", "Pipelines")]
    [InlineData("Adapters", "Text", "Networks", "Onnx", "Sampling", "Pipelines")]
    public void Folders_OfTheEngine_KnowOnlyWhatComesBefore(string folder, params string[] later) => AssertHolds(
        Types.InAssembly(Assembly.Load("SwiftDiffusion.Diffusion"))
            .That().ResideInNamespaceStartingWith($"SwiftDiffusion.Diffusion.{folder}")
            .ShouldNot().HaveDependencyOnAny([.. later.Select(name => $"SwiftDiffusion.Diffusion.{name}")]));

    private static void AssertHolds(ConditionList rule) => Assert.Empty(rule.GetResult().FailingTypeNames ?? []);
}
