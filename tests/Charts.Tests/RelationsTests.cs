using System.Text.Json.Nodes;
using SwiftDiffusion.Charts.Tests.Helm;

namespace SwiftDiffusion.Charts.Tests;

/// <summary>What must agree between the objects that the chart renders.</summary>
public sealed class RelationsTests
{
    public static TheoryData<string> Sets => new(HelmCli.ValueSets);

    [Theory]
    [MemberData(nameof(Sets))]
    public void Selectors_EachOfThem_MatchesPodsOfItsComponentAlone(string values)
    {
        var manifests = HelmCli.Render(values);
        var pods = manifests.Where(manifest => manifest.PodTemplate is not null).ToArray();
        Assert.All(manifests.Where(manifest => Selector(manifest) is not null), manifest =>
        {
            var matched = pods.Where(pod => Matches(Selector(manifest)!, PodLabels(pod))).ToArray();
            Assert.NotEmpty(matched);
            Assert.All(matched, pod => Assert.Equal(manifest.Component, pod.Component));
            if (manifest.Kind is "Deployment" or "PodDisruptionBudget")
            {
                Assert.Equal(manifest.Name, Assert.Single(matched).Name);
            }
        });
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Selectors_OfDeployments_HoldNothingThatAnUpgradeChanges(string values) => Assert.All(Deployments(values), deployment =>
        Assert.Empty(Selector(deployment)!.Keys.Except(["app.kubernetes.io/name", "app.kubernetes.io/instance", "app.kubernetes.io/component", "swiftdiffusion/pool"])));

    [Theory]
    [MemberData(nameof(Sets))]
    public void Names_OfAllObjects_AreValidAndUnique(string values)
    {
        var manifests = HelmCli.Render(values);
        Assert.Equal(manifests.Count, manifests.Select(manifest => manifest.ToString()).Distinct().Count());
        Assert.All(manifests, manifest => Assert.InRange(manifest.Name.Length, 1, 63));
        Assert.All(manifests, manifest => Assert.Equal("pictures", manifest.Root["metadata"]!["namespace"]?.GetValue<string>()));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Mounts_EachOfThem_HasItsVolumeAndNoVolumeIsLeftOver(string values) => Assert.All(Pods(values), pod =>
    {
        var volumes = pod.PodTemplate!["spec"]!["volumes"]!.AsArray().Select(volume => volume!["name"]!.GetValue<string>());
        var mounts = pod.Container["volumeMounts"]!.AsArray().Select(mount => mount!["name"]!.GetValue<string>());
        Assert.Equal(volumes.Order(), mounts.Order());
    });

    [Theory]
    [MemberData(nameof(Sets))]
    public void Claims_EachOfThem_IsOfAVolumeThatValuesNameOrTheChartMakes(string values)
    {
        var made = HelmCli.Render(values).Where(manifest => manifest.Kind == "PersistentVolumeClaim").Select(claim => claim.Name);
        var named = Strings(ValuesOf(values), "claimName");
        var used = Pods(values).SelectMany(pod => pod.PodTemplate!["spec"]!["volumes"]!.AsArray()).Select(volume => volume!["persistentVolumeClaim"]?["claimName"]?.GetValue<string>()).OfType<string>();
        Assert.Empty(used.Except([.. made, .. named]));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Secrets_EachOfThem_IsNamedInValues(string values)
    {
        var named = Strings(ValuesOf(values), "secretName", "tlsSecretName", "settingsFromSecrets", "imagePullSecrets");
        var used = HelmCli.Render(values).SelectMany(manifest => Secrets(manifest.Root)).ToHashSet();
        Assert.NotEmpty(used);
        Assert.Empty(used.Except(named));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Render_AnyValues_MakesNoSecret(string values) => Assert.DoesNotContain(HelmCli.Render(values), manifest => manifest.Kind == "Secret");

    [Theory]
    [MemberData(nameof(Sets))]
    public void Pods_AllOfThem_RunWithoutPrivileges(string values) => Assert.All(Pods(values), pod =>
    {
        var spec = pod.PodTemplate!["spec"]!;
        Assert.False(spec["automountServiceAccountToken"]!.GetValue<bool>());
        Assert.True(spec["securityContext"]!["runAsNonRoot"]!.GetValue<bool>());
        Assert.Equal("RuntimeDefault", spec["securityContext"]!["seccompProfile"]!["type"]!.GetValue<string>());
        var security = pod.Container["securityContext"]!;
        Assert.True(security["readOnlyRootFilesystem"]!.GetValue<bool>());
        Assert.False(security["allowPrivilegeEscalation"]!.GetValue<bool>());
        Assert.Equal("""["ALL"]""", security["capabilities"]!["drop"]!.ToJsonString());
    });

    [Theory]
    [MemberData(nameof(Sets))]
    public void ServiceAccounts_EachOfThem_IsMadeOrNamedInValues(string values)
    {
        var made = HelmCli.Render(values).Where(manifest => manifest.Kind == "ServiceAccount").Select(account => account.Name);
        var used = Deployments(values).Select(pod => pod.PodTemplate!["spec"]!["serviceAccountName"]!.GetValue<string>());
        Assert.Empty(used.Except([.. made, .. Strings(ValuesOf(values), "name")]));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void Hooks_RunBeforeTheRelease_UseNothingThatItMakes(string values) => Assert.All(Pods(values).Where(pod => pod.Kind == "Job"), job =>
    {
        Assert.Equal("pre-install,pre-upgrade", job.Root["metadata"]!["annotations"]!["helm.sh/hook"]!.GetValue<string>());
        Assert.Null(job.PodTemplate!["spec"]!["serviceAccountName"]);
        Assert.All(job.PodTemplate["spec"]!["volumes"]!.AsArray(), volume => Assert.NotNull(volume!["emptyDir"]));
    });

    [Theory]
    [MemberData(nameof(Sets))]
    public void Ports_ThatAreNamed_AreThoseOfTheContainer(string values)
    {
        var manifests = HelmCli.Render(values);
        var ports = Deployments(values).SelectMany(pod => pod.Container["ports"]!.AsArray()).Select(port => port!["name"]!.GetValue<string>()).ToHashSet();
        var service = manifests.Single(manifest => manifest.Kind == "Service");
        Assert.Contains(service.Root["spec"]!["ports"]![0]!["targetPort"]!.GetValue<string>(), ports);
        Assert.All(manifests.Where(manifest => manifest.Kind == "PodMonitor"), monitor => Assert.Contains(monitor.Root["spec"]!["podMetricsEndpoints"]![0]!["port"]!.GetValue<string>(), ports));
        Assert.All(manifests.Where(manifest => manifest.Kind == "NetworkPolicy").SelectMany(policy => policy.Root["spec"]!["ingress"]?.AsArray() ?? []), rule =>
            Assert.Contains(rule!["ports"]![0]!["port"]!.GetValue<string>(), ports));
    }

    [Fact]
    public void PodMonitor_ItsSelector_MatchesSubmitterAndWorkersAndNotTheMigration()
    {
        var manifests = HelmCli.Render("everything");
        var spec = manifests.Single(manifest => manifest.Kind == "PodMonitor").Root["spec"]!;
        var components = spec["selector"]!["matchExpressions"]![0]!["values"]!.AsArray().Select(value => value!.GetValue<string>()).ToArray();
        var labels = Manifest.Map(spec["selector"]!["matchLabels"]);
        var matched = manifests.Where(manifest => manifest.PodTemplate is not null && Matches(labels, PodLabels(manifest)) && components.Contains(manifest.Component));
        Assert.Equal(["Deployment fleet-pictures-submitter", "Deployment fleet-pictures-worker-sd15", "Deployment fleet-pictures-worker-sdxl"], matched.Select(pod => pod.ToString()).Order());
        Assert.All(spec["podTargetLabels"]!.AsArray(), label => Assert.Contains(label!.GetValue<string>(), manifests.SelectMany(manifest => manifest.Labels.Keys)));
    }

    [Fact]
    public void Deployments_OnCuda_AskForTheirGpus()
    {
        var gpus = HelmCli.Render("cuda").Single(manifest => manifest is { Kind: "Deployment", Component: "worker" }).Container["resources"]!["limits"]!["nvidia.com/gpu"]!;
        Assert.Equal(2, gpus.GetValue<long>());
        Assert.All(Deployments("two-pools"), deployment => Assert.Null(deployment.Container["resources"]!["limits"]!["nvidia.com/gpu"]));
    }

    private static IEnumerable<Manifest> Pods(string values) => HelmCli.Render(values).Where(manifest => manifest.PodTemplate is not null);

    private static IEnumerable<Manifest> Deployments(string values) => HelmCli.Render(values).Where(manifest => manifest.Kind == "Deployment");

    private static IReadOnlyDictionary<string, string> PodLabels(Manifest pod) => Manifest.Map(pod.PodTemplate!["metadata"]!["labels"]);

    private static IReadOnlyDictionary<string, string>? Selector(Manifest manifest) => manifest.Kind switch
    {
        "Deployment" or "PodDisruptionBudget" => Manifest.Map(manifest.Root["spec"]!["selector"]!["matchLabels"]),
        "NetworkPolicy" => Manifest.Map(manifest.Root["spec"]!["podSelector"]!["matchLabels"]),
        "Service" => Manifest.Map(manifest.Root["spec"]!["selector"]),
        _ => null,
    };

    private static bool Matches(IReadOnlyDictionary<string, string> selector, IReadOnlyDictionary<string, string> labels) =>
        selector.All(pair => labels.TryGetValue(pair.Key, out var label) && label == pair.Value);

    private static JsonNode ValuesOf(string values) => YamlText.Documents(File.ReadAllText(HelmCli.FileOf(values)))[0];

    /// <summary>Strings that stand anywhere under one of the given keys.</summary>
    private static IEnumerable<string> Strings(JsonNode? node, params string[] keys) => node switch
    {
        JsonObject map => map.SelectMany(pair => keys.Contains(pair.Key) ? Leaves(pair.Value) : Strings(pair.Value, keys)),
        JsonArray list => list.SelectMany(item => Strings(item, keys)),
        _ => [],
    };

    private static IEnumerable<string> Leaves(JsonNode? node) => node is JsonArray list ? list.SelectMany(Leaves) : node is JsonValue value ? [value.GetValue<string>()] : [];

    private static IEnumerable<string> Secrets(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => pair.Key switch
        {
            "secretKeyRef" or "secretRef" => [pair.Value!["name"]!.GetValue<string>()],
            "secretTargetRef" or "imagePullSecrets" => pair.Value!.AsArray().Select(item => item!["name"]!.GetValue<string>()),
            "secretName" => [pair.Value!.GetValue<string>()],
            _ => Secrets(pair.Value),
        }),
        JsonArray list => list.SelectMany(Secrets),
        _ => [],
    };
}
