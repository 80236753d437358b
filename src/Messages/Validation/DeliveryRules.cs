using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Messages.Validation;

/// <summary>Whom to tell of the job's events, and what comes back in them.</summary>
internal static class DeliveryRules
{
    public static void Check(GenerateImages job, Violations violations)
    {
        UrlRules.Check(job.Callback?.Url, "callback.url", violations);
        CheckEvents(job.Callback?.Events ?? [], violations);
        foreach (var (name, value) in job.Labels ?? new Dictionary<string, string>())
        {
            CheckLabel(name, value, violations);
        }
    }

    private static void CheckEvents(IReadOnlyList<string> events, Violations violations)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, name) in events.Index())
        {
            if (name is not null && !EventNames.All.Contains(name))
            {
                violations.Add(FieldPath.Item("callback.events", i), Shown.Text(name), string.Join(", ", EventNames.All));
            }
            else if (name is not null && !seen.Add(name))
            {
                violations.Add(FieldPath.Item("callback.events", i), Shown.Text(name), "each name once");
            }
        }
    }

    private static void CheckLabel(string name, string? value, Violations violations)
    {
        var field = FieldPath.Entry("labels", name);
        if (name.Length is 0 or > JobLimits.LabelNameLength || !UnicodeText.IsWellFormed(name))
        {
            violations.AddProblem(field, $"has a name of {name.Length} characters; allowed is 1 to {JobLimits.LabelNameLength}, of Unicode");
        }

        if (value is not null && (value.Length > JobLimits.LabelValueLength || !UnicodeText.IsWellFormed(value)))
        {
            violations.AddProblem(field, $"has {value.Length} characters; allowed is 0 to {JobLimits.LabelValueLength}, of Unicode");
        }
    }
}
