using MassTransit;

namespace SwiftDiffusion.Worker.Tests.Fakes;

/// <summary>Sends bytes as they are and says nothing of their type, as a producer does that doesn't use .NET.</summary>
internal sealed class RawBody(string json) : IMessageSerializer
{
    public System.Net.Mime.ContentType ContentType { get; } = new("application/json");

    public MessageBody GetMessageBody<T>(SendContext<T> context)
        where T : class => new StringMessageBody(json);
}
