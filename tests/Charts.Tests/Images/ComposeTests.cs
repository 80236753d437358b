namespace SwiftDiffusion.Charts.Tests.Images;

/// <summary>The fleet for a laptop: compose.yaml.</summary>
public sealed class ComposeTests
{
    [Fact]
    public void Services_AllOfThem_AreTheFleetAndItsServers() =>
        Assert.Equal(["azurite", "migration", "postgresql", "rabbitmq", "submitter", "worker"], Compose.Services.Select(service => service.Key).Order());

    [Fact]
    public void Dependencies_EachOfThem_IsAServiceThatCanTellThatItIsThere() => Assert.All(Compose.Services, service =>
        Assert.All(service.Value["depends_on"]?.AsObject() ?? [], dependency =>
        {
            var on = Compose.Services[dependency.Key];
            Assert.Contains(dependency.Value!["condition"]!.GetValue<string>(), (string[])["service_healthy", "service_started", "service_completed_successfully"]);
            Assert.True(dependency.Value["condition"]!.GetValue<string>() != "service_healthy" || on["healthcheck"] is not null || on["build"] is not null, dependency.Key);
        }));

    [Fact]
    public void Hosts_InSettings_AreServicesWithThatPort()
    {
        var hosts = Compose.Environment("worker").Concat(Compose.Environment("submitter")).Concat(Compose.Environment("migration")).SelectMany(setting => setting.Key switch
        {
            "RabbitMq__Host" => [setting.Value],
            "Database__ConnectionString" => [setting.Value.Split(';').Single(part => part.StartsWith("Host=", StringComparison.Ordinal))["Host=".Length..]],
            "Storage__ConnectionString" => [new Uri(setting.Value.Split(';').Single(part => part.StartsWith("BlobEndpoint=", StringComparison.Ordinal))["BlobEndpoint=".Length..]).Host],
            _ => Array.Empty<string>(),
        });

        Assert.Equal(["azurite", "postgresql", "rabbitmq"], hosts.Distinct().Order());
        Assert.All(hosts, host => Assert.True(Compose.Services.ContainsKey(host), host));
    }

    [Fact]
    public void Passwords_InSettings_AreThoseOfTheServers()
    {
        var (rabbit, postgres) = (Compose.Environment("rabbitmq"), Compose.Environment("postgresql"));

        Assert.All((string[])["submitter", "worker"], program => Assert.Equal(
            (rabbit["RABBITMQ_DEFAULT_USER"], rabbit["RABBITMQ_DEFAULT_PASS"]), (Compose.Environment(program)["RabbitMq__Username"], Compose.Environment(program)["RabbitMq__Password"])));
        Assert.All((string[])["submitter", "migration"], program => Assert.Equal(
            $"Host=postgresql;Database={postgres["POSTGRES_DB"]};Username={postgres["POSTGRES_USER"]};Password={postgres["POSTGRES_PASSWORD"]}", Compose.Environment(program)["Database__ConnectionString"]));
    }

    [Fact]
    public void Ports_AllOfThem_AreOfThisMachineAlone() => Assert.All(Compose.Services, service =>
        Assert.All(service.Value["ports"]?.AsArray() ?? [], port => Assert.StartsWith("127.0.0.1:", port!.GetValue<string>(), StringComparison.Ordinal)));

    [Theory]
    [InlineData("submitter")]
    [InlineData("migration")]
    [InlineData("worker")]
    public void Programs_EachOfThem_IsBuiltHereAndRunsHardened(string name)
    {
        var service = Compose.Services[name];

        Assert.True(File.Exists(Repository.PathOf(service["build"]!["dockerfile"]!.GetValue<string>())));
        Assert.True(service["read_only"]!.GetValue<bool>());
        Assert.Equal("""["ALL"]""", service["cap_drop"]!.ToJsonString());
        Assert.Contains("no-new-privileges:true", service["security_opt"]!.AsArray().Select(option => option!.GetValue<string>()));
        Assert.Equal(["/tmp"], service["tmpfs"]!.AsArray().Select(folder => folder!.GetValue<string>()));
    }

    [Fact]
    public void Ports_OfTheSubmitter_LeadToThatOfItsImage() =>
        Assert.EndsWith($":{PublishedImages.FileOf("submitter").Final.All("EXPOSE").Single()}", Assert.Single(Compose.Services["submitter"]["ports"]!.AsArray())!.GetValue<string>(), StringComparison.Ordinal);

    [Fact]
    public void Models_OfTheWorker_AreThoseThatShipAndReadOnly()
    {
        var mount = Compose.Services["worker"]["volumes"]!.AsArray().Select(volume => volume!.GetValue<string>().Split(':')).Single(volume => volume[1] == "/models");
        var paths = Compose.Environment("worker").Where(setting => setting.Key.StartsWith("Worker__", StringComparison.Ordinal)).Select(setting => setting.Value);

        Assert.Equal("ro", mount[2]);
        Assert.All(paths, path => Assert.True(Directory.Exists(Repository.PathOf(path.Replace("/models", mount[0], StringComparison.Ordinal))), path));
    }

    [Fact]
    public void Volumes_ThatAreNamed_AreDeclared()
    {
        var used = Compose.Services.SelectMany(service => service.Value["volumes"]?.AsArray() ?? []).Select(volume => volume!.GetValue<string>().Split(':')[0]).Where(volume => volume[0] != '.');

        Assert.Equal(Compose.Root["volumes"]!.AsObject().Select(volume => volume.Key).Order(), used.Order());
    }

    [Fact]
    public void GracePeriod_OfTheWorker_IsThatWhichItsSettingsAssume() =>
        Assert.Equal($"{new SwiftDiffusion.Worker.WorkerOptions().GracePeriod.TotalSeconds}s", Compose.Services["worker"]["stop_grace_period"]!.GetValue<string>());
}
