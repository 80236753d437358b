using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Jobs;

namespace SwiftDiffusion.Messages.Validation;

/// <summary>Adapters can be told apart and found, and a ControlNet ends no earlier than it begins.</summary>
internal static class AdapterRules
{
    public static void Check(GenerateImages job, Violations violations)
    {
        foreach (var (i, controlNet) in (job.ControlNets ?? []).Index())
        {
            CheckNamed(controlNet, FieldPath.Item("controlNets", i), violations);
            CheckShare(controlNet, FieldPath.Item("controlNets", i), violations);
        }

        CheckNamed(job.Loras, "loras", violations);
        CheckNamed(job.Embeddings, "embeddings", violations);
        CheckTokens(job.Embeddings ?? [], violations);
        CheckNamed(job.Vae, "vae", violations);
    }

    private static void CheckNamed(IReadOnlyList<AdapterReference>? adapters, string list, Violations violations)
    {
        foreach (var (i, adapter) in (adapters ?? []).Index())
        {
            CheckNamed(adapter, FieldPath.Item(list, i), violations);
        }
    }

    private static void CheckNamed(AdapterReference? adapter, string field, Violations violations)
    {
        if (adapter is { Name: null, Sha256: null })
        {
            violations.AddProblem(field, "has neither name nor sha256; allowed is one of them or both");
        }
    }

    private static void CheckShare(ControlNetReference? controlNet, string field, Violations violations)
    {
        if (controlNet is { Start: >= 0 and <= 1, End: >= 0 and <= 1 } && controlNet.Start > controlNet.End)
        {
            violations.Add($"{field}.start", Shown.Value(controlNet.Start), $"0 to {Shown.Value(controlNet.End)}, its end");
        }
    }

    private static void CheckTokens(IReadOnlyList<EmbeddingReference> embeddings, Violations violations)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, embedding) in embeddings.Index())
        {
            if (embedding?.Token is { } token && !seen.Add(token))
            {
                violations.Add($"{FieldPath.Item("embeddings", i)}.token", Shown.Text(token), "a word that no embedding before it has");
            }
        }
    }
}
