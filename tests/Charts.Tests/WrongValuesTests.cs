using SwiftDiffusion.Charts.Tests.Helm;

namespace SwiftDiffusion.Charts.Tests;

/// <summary>Wrong values stop an install, each with a message that names the value.</summary>
public sealed class WrongValuesTests
{
    /// <summary>A value set, what is wrong on top of it, and what the message says.</summary>
    public static TheoryData<string, string, string> Wrong => new()
    {
        // Unknown keys and wrong types: the schema's.
        { "minimal", "brokerr.host=x", "'brokerr' not allowed" },
        { "minimal", "broker.hostname=x", "'hostname' not allowed" },
        { "minimal", "pools[0].acelerator=cuda", "'acelerator' not allowed" },
        { "minimal", "pools[0].autoscaling.max=3", "'max' not allowed" },
        { "minimal", "poolDefaults.name=x", "/poolDefaults/name" },
        { "minimal", "pools[0].accelerator=rocm", "/pools/0/accelerator" },
        { "minimal", "pools[0].name=Post_Cards", "/pools/0/name" },
        { "minimal", "pools[0].name=a-name-that-is-far-too-long", "/pools/0/name" },
        { "minimal", "pools[0].gpus=0", "/pools/0/gpus" },
        { "minimal", "pools[0].replicas=many", "/pools/0/replicas" },
        { "minimal", "pools[0].models.a__b=x", "a__b" },
        { "minimal", "pools[0].models.x=../escape", "/pools/0/models/x" },
        { "minimal", "pools[0].cache.size=20Gigs", "/pools/0/cache/size" },
        { "minimal", "pools[0].resources.limits.memory=lots", "/pools/0/resources/limits/memory" },
        { "minimal", "broker.port=70000", "/broker/port" },
        { "minimal", "broker.tls=maybe", "/broker/tls" },
        { "minimal", "broker.management.url=amqp://rabbitmq:5672", "/broker/management/url" },
        { "minimal", "broker.management.url=http://user:password@rabbitmq:15672", "/broker/management/url" },
        { "minimal", "storage.kind=s3", "/storage/kind" },
        { "minimal", "database.kind=mysql", "/database/kind" },
        { "minimal", "submitter.image.digest=sha256:1234", "/submitter/image/digest" },
        { "minimal", "submitter.image.pullPolicy=Sometimes", "/submitter/image/pullPolicy" },
        { "minimal", "timing.longestJob=0", "/timing/longestJob" },
        { "minimal", "worker.settings.a-b=1,worker.settings.1a=2", "1a" },

        // Timing that contradicts itself.
        { "minimal", "timing.longestJob=630", "timing.drain is 630; it must exceed timing.longestJob, 630" },
        { "minimal", "timing.stop=629", "timing.stop is 629; it must exceed timing.drain, 630" },
        { "minimal", "timing.shutdown=660", "timing.shutdown is 660; it must exceed timing.stop, 660" },
        { "minimal", "timing.gracePeriod=690", "timing.gracePeriod is 690; it must exceed timing.shutdown, 690" },
        { "minimal", "pools[0].autoscaling.cooldown=600", "pools.postcards.autoscaling.cooldown is 600; it must exceed timing.longestJob, 600" },

        // Servers that are not named, or twice.
        { "minimal", "broker.host=", "broker.host is empty" },
        { "minimal", "broker.credentials.secretName=", "broker.credentials.secretName is empty" },
        { "minimal", "broker.management.url=", "broker.management.url is empty, but pools.postcards.autoscaling.enabled is true" },
        { "minimal", "storage.folder.claimName=", "storage.folder.claimName is empty" },
        { "minimal", "storage.kind=azure", "storage.azure has neither accountUri nor connectionString.secretName" },
        { "cuda", "storage.azure.connectionString.secretName=x", "storage.azure.accountUri and storage.azure.connectionString.secretName are both given" },
        { "cuda", "database.connectionString.secretName=", "database.connectionString.secretName is empty" },

        // The submitter.
        { "minimal", "submitter.replicas=2", "submitter.replicas is 2, but database.kind sqlite allows one" },
        { "minimal", "submitter.autoscaling.enabled=true", "submitter.autoscaling.enabled is true, but database.kind sqlite allows one" },
        { "everything", "submitter.autoscaling.minReplicas=13", "submitter.autoscaling.minReplicas is 13; it must not exceed maxReplicas, 12" },
        { "minimal", "submitter.ingress.enabled=true", "submitter.ingress.hosts is empty" },

        // Pools.
        { "minimal", "pools[0].enabled=false", "pools has no pool that is enabled" },
        { "minimal", "pools[1].name=empty", "pools.empty.models is empty" },
        { "minimal", "pools[0].models.dead=x", "pools.postcards.models.dead: a model may not be named dead" },
        { "minimal", "pools[0].models.sd\\.low=x", "pools.postcards.models.sd.low: a model may not be named dead or end in .low" },
        { "minimal", "pools[0].modelVolume.claimName=", "pools.postcards.modelVolume has neither claimName nor image" },
        { "minimal", "pools[0].modelVolume.image=models", "pools.postcards.modelVolume has both claimName and image" },
        { "minimal", "pools[0].resources.limits.nvidia\\.com/gpu=1", "pools.postcards.resources.limits names nvidia.com/gpu" },
        { "minimal", "pools[0].autoscaling.minReplicas=5", "pools.postcards.autoscaling.minReplicas is 5; it must not exceed maxReplicas, 4" },
        { "minimal", "pools[0].autoscaling.fallback.replicas=5", "pools.postcards.autoscaling.fallback.replicas is 5; it must not exceed maxReplicas, 4" },
        { "two-pools", "pools[1].name=portraits", "two of them are named portraits" },
        { "everything", "pools[1].models.sdxl=x", "pools.sd15.models.sdxl is in pool sdxl too, and both scale" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Render_WrongValue_IsRefusedByName(string values, string wrong, string message)
    {
        foreach (var helm in HelmCli.Programs)
        {
            var output = HelmCli.Run(helm, "template", "fleet", Repository.Chart, "--values", HelmCli.FileOf(values), "--set", wrong);

            Assert.NotEqual(0, output.ExitCode);
            Assert.Contains(message, output.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Render_NoValues_NamesTheBroker()
    {
        var output = HelmCli.Run(HelmCli.Programs[0], "template", "fleet", Repository.Chart);

        Assert.Contains("broker.host is empty", output.Errors, StringComparison.Ordinal);
    }
}
