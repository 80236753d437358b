namespace SwiftDiffusion.Messages.Validation;

/// <summary>Addresses that a fleet may be told to call. Whether a host is one of the fleet's own network is checked when it is called, since names can be made to point elsewhere.</summary>
internal static class UrlRules
{
    public static void Check(string? url, string field, Violations violations)
    {
        if (url is null || url.Length > JobLimits.UrlLength || !url.StartsWith("https://", StringComparison.Ordinal))
        {
            return; // The field's own rules have told it.
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
        {
            violations.Add(field, Shown.Text(url), Patterns.HttpsAllowed);
        }
        else if (uri.UserInfo.Length > 0)
        {
            violations.AddProblem(field, "holds a user name; allowed is an https address without one");
        }
    }
}
