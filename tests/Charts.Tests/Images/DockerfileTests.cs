using SwiftDiffusion.Charts.Tests.Helm;

namespace SwiftDiffusion.Charts.Tests.Images;

/// <summary>What Dockerfiles promise, and where charts and scripts rely on it.</summary>
public sealed class DockerfileTests
{
    public static TheoryData<string> Names => new(PublishedImages.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Bases_EachOfThem_IsAnArgumentThatAReleaseGivesByDigest(string name)
    {
        var file = PublishedImages.FileOf(name);
        var stages = file.Stages.Select(stage => stage.Name).ToArray();
        var pinned = File.ReadLines(Repository.PathOf("eng/base-images.sh")).Single(line => line.Contains("s/^ARG (", StringComparison.Ordinal)).Split('(', ')')[1].Split('|');

        Assert.All(file.Stages.Where(stage => !stages.Contains(stage.Base)), stage =>
            Assert.Contains(file.Arguments.Single(argument => argument.Value == stage.Base).Key, pinned));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Final_OfEachFile_HasNoSdkAndCopiesThePublishAlone(string name)
    {
        var file = PublishedImages.FileOf(name);

        Assert.DoesNotContain(file.Lineage(file.Final), stage => stage.Base.Contains("/sdk", StringComparison.Ordinal));
        Assert.Equal(["--from=build /app ."], file.Final.All("COPY"));
        Assert.Equal(["/app"], file.Final.All("WORKDIR"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Labels_OfEachFile_SayWhatItIsAndOfWhichCommit(string name)
    {
        var arguments = new Dictionary<string, string> { ["VERSION"] = "1.2.3", ["REVISION"] = "abc" };
        var labels = Dockerfile.Read(Repository.PathOf($"docker/{name.Split('-')[0]}.Dockerfile"), arguments).Final.Pairs("LABEL");

        Assert.Equal(("1.2.3", "abc", "MIT"), (labels["org.opencontainers.image.version"], labels["org.opencontainers.image.revision"], labels["org.opencontainers.image.licenses"]));
        Assert.All((string[])["title", "description"], label => Assert.NotEmpty(labels[$"org.opencontainers.image.{label}"]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HealthCheck_OfEachFile_AsksThePortThatIsExposed(string name)
    {
        var final = PublishedImages.FileOf(name).Final;
        var port = final.All("EXPOSE").Single();

        Assert.Contains($"/dev/tcp/127.0.0.1/{port} ", final.HealthCheck[^1], StringComparison.Ordinal);
        Assert.Contains("GET /health/ready ", final.HealthCheck[^1], StringComparison.Ordinal);
        Assert.Equal(name == "submitter" ? null : port, final.Pairs("ENV").GetValueOrDefault("Worker__HealthPort"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Chart_ItsPods_RunAsTheImagesUserWithTheImagesPort(string name)
    {
        var final = PublishedImages.FileOf(name).Final;
        var pods = HelmCli.ValueSets.SelectMany(values => HelmCli.Render(values)).Where(manifest => manifest.Kind == "Deployment" && manifest.Component == name.Split('-')[0]).ToArray();

        Assert.NotEmpty(pods);
        Assert.All(pods, pod =>
        {
            var security = pod.PodTemplate!["spec"]!["securityContext"]!;
            Assert.Equal(final.All("USER").Single(), $"{security["runAsUser"]}:{security["runAsGroup"]}");
            Assert.Equal(final.All("EXPOSE").Single(), $"{Assert.Single(pod.Container["ports"]!.AsArray())!["containerPort"]}");
            Assert.Null(pod.Container["command"]);
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Volumes_OfEachFile_AreMountsOfTheChart(string name)
    {
        var volumes = PublishedImages.FileOf(name).Final.List("VOLUME");
        var mounts = HelmCli.ValueSets.SelectMany(values => HelmCli.Render(values)).Where(manifest => manifest.Kind == "Deployment" && manifest.Component == name.Split('-')[0])
            .SelectMany(pod => pod.Container["volumeMounts"]!.AsArray()).Select(mount => mount!["mountPath"]!.GetValue<string>());

        Assert.Empty(volumes.Except(mounts));
    }
}
