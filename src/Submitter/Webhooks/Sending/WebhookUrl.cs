using SwiftDiffusion.Messages.Validation;

namespace SwiftDiffusion.Submitter.Webhooks.Sending;

/// <summary>Addresses of receivers, as far as they can be judged without asking where they lead: that is done when they are connected to.</summary>
internal static class WebhookUrl
{
    /// <summary>What is wrong with an address, as the end of a sentence about it; null where nothing is.</summary>
    /// <param name="url">The address.</param>
    /// <param name="allowHttp">Whether http is as good as https.</param>
    public static string? Problem(string? url, bool allowHttp)
    {
        var allowed = allowHttp ? "an absolute https or http address" : "an absolute https address";
        if (url is null or { Length: > JobLimits.UrlLength } || !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || url.Any(char.IsWhiteSpace))
        {
            return $"is not {allowed} of at most {JobLimits.UrlLength} characters";
        }

        if (uri.Scheme != Uri.UriSchemeHttps && !(allowHttp && uri.Scheme == Uri.UriSchemeHttp))
        {
            return $"has the scheme '{uri.Scheme}'; allowed is {allowed}";
        }

        return uri switch
        {
            { UserInfo.Length: > 0 } => "holds a user name; a receiver knows us by the signature",
            { Fragment.Length: > 0 } => "holds a fragment (#...), which is never sent",
            _ => null,
        };
    }

    /// <summary>The host that an address leads to, with its port: what shares are counted by, and all that logs may tell of it.</summary>
    public static string ReceiverOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) ? $"{uri.IdnHost}:{uri.Port}".ToLowerInvariant() : "?";
}
