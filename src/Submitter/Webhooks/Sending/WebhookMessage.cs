using SwiftDiffusion.Submitter.Webhooks.Signing;

namespace SwiftDiffusion.Submitter.Webhooks.Sending;

/// <summary>A webhook as it is sent, again and again the same but for its timestamp.</summary>
/// <param name="Id">By which receivers recognise one that they have had.</param>
/// <param name="Url">Where to.</param>
/// <param name="Body">What it says.</param>
/// <param name="Secrets">What it is signed with.</param>
/// <param name="TraceParent">W3C trace context of the job; null where it has none.</param>
internal sealed record WebhookMessage(string Id, string Url, byte[] Body, IReadOnlyList<WebhookSecret> Secrets, string? TraceParent);
