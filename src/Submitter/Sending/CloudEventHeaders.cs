using MassTransit;

namespace SwiftDiffusion.Submitter.Sending;

/// <summary>Sets CloudEvents attributes as headers of one message.</summary>
internal sealed class CloudEventHeaders<T>(IReadOnlyDictionary<string, string> attributes) : IPipe<SendContext<T>>, IPipe<PublishContext<T>>
    where T : class
{
    public Task Send(SendContext<T> context)
    {
        foreach (var (name, value) in attributes)
        {
            context.Headers.Set(name, value);
        }

        return Task.CompletedTask;
    }

    public Task Send(PublishContext<T> context) => Send((SendContext<T>)context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("cloudEvents");
}

/// <summary>What all of them share.</summary>
internal static class CloudEventHeaders
{
    /// <summary>The submitter, as the source of its commands.</summary>
    public const string Source = "/swiftdiffusion/submitter";
}
