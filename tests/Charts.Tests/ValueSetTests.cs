using SwiftDiffusion.Charts.Tests.Helm;

namespace SwiftDiffusion.Charts.Tests;

/// <summary>Every value set of the folder ci, with every version of Helm.</summary>
public sealed class ValueSetTests
{
    private const string KubeconformAdvice = "kubeconform does the same, see https://github.com/yannh/kubeconform.";

    // Kinds of the Prometheus operator, whose schemas are not among Kubernetes' and KEDA's.
    private const string WithoutSchema = "PodMonitor";

    public static TheoryData<string, string> Sets => new(HelmCli.Programs.SelectMany(helm => HelmCli.ValueSets.Select(values => (helm, values))));

    public static TheoryData<string, string> SetsAndKubernetes => new(HelmCli.ValueSets.SelectMany(values => new[] { (values, "1.32"), (values, "1.35") }));

    [Theory]
    [MemberData(nameof(Sets))]
    public void Lint_ValueSet_FindsNothing(string helm, string values)
    {
        var output = HelmCli.Run(helm, "lint", "--strict", Repository.Chart, "--values", HelmCli.FileOf(values));

        Assert.True(output.ExitCode == 0, output.Text + output.Errors);
        Assert.DoesNotContain("[WARNING]", output.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SetsAndKubernetes))]
    public void Render_ValueSet_IsValidForKubernetesAndKeda(string values, string kubernetes)
    {
        foreach (var helm in HelmCli.Programs)
        {
            var output = Validate(HelmCli.Template(helm, values), kubernetes);

            Assert.True(output.ExitCode == 0, $"{helm}: {output.Text}{output.Errors}");
        }
    }

    [Fact]
    public void Validate_ManifestWithAnUnknownField_IsRefused()
    {
        var output = Validate(HelmCli.Template(HelmCli.Programs[0], "minimal").Replace("terminationGracePeriodSeconds", "terminationGraceSeconds", StringComparison.Ordinal), "1.32");

        Assert.NotEqual(0, output.ExitCode);
    }

    [Fact]
    public void Render_EveryVersionOfHelm_GivesTheSame()
    {
        foreach (var values in HelmCli.ValueSets)
        {
            var rendered = HelmCli.Programs.Select(helm => string.Join('\n', HelmCli.Render(values, helm).OrderBy(manifest => manifest.ToString(), StringComparer.Ordinal).Select(manifest => manifest.Root.ToJsonString())));

            Assert.Single(rendered.Distinct());
        }
    }

    private static Tool.Output Validate(string manifests, string kubernetes) => Tool.Find("kubevalidate") is null && !Tool.LeftOut
        ? Tool.Run("kubeconform", KubeconformAdvice, manifests, "-strict", "-summary", "-kubernetes-version", $"{kubernetes}.0", "-skip", WithoutSchema, "-schema-location", "default",
            "-schema-location", "https://raw.githubusercontent.com/datreeio/CRDs-catalog/main/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json")
        : Tool.Run("kubevalidate", KubeconformAdvice, manifests, "--kubernetes-version", kubernetes, "--skip", WithoutSchema);
}
