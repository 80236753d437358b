using SwiftDiffusion.Charts.Tests.Helm;
using SwiftDiffusion.Charts.Tests.Images;

namespace SwiftDiffusion.Charts.Tests.Programs;

/// <summary>Every variable that the chart, images or compose.yaml set is a setting that the program reads, with a value that it understands.</summary>
public sealed class SettingsTests
{
    public static TheoryData<string> Sets => new(HelmCli.ValueSets);

    public static TheoryData<string> Images => new(PublishedImages.Names);

    [Theory]
    [MemberData(nameof(Sets))]
    public void Variables_OfPods_AreSettings(string values) => Assert.All(HelmCli.Render(values).Where(manifest => manifest.PodTemplate is not null), pod =>
        Settings.AssertRead(pod.Component == "worker" ? "worker" : "submitter", pod.Environment.ToDictionary(
            variable => variable.Key, variable => variable.Value["value"]?.GetValue<string>() ?? "from a secret, or the pod")));

    [Theory]
    [InlineData("worker", "worker")]
    [InlineData("submitter", "submitter")]
    [InlineData("migration", "submitter")]
    public void Variables_OfCompose_AreSettings(string service, string program) => Settings.AssertRead(program, Compose.Environment(service));

    [Theory]
    [MemberData(nameof(Images))]
    public void Variables_OfImages_AreSettings(string name) =>
        Settings.AssertRead(name.Split('-')[0], PublishedImages.FileOf(name).Final.Pairs("ENV"));

    [Theory]
    [InlineData("Worker__Modles__m", "m")]
    [InlineData("Worker__Threads", "many")]
    [InlineData("Wroker__Threads", "1")]
    public void AssertRead_WhatNoProgramReads_Fails(string name, string value) =>
        Assert.ThrowsAny<Exception>(() => Settings.AssertRead("worker", new Dictionary<string, string> { [name] = value }));
}
