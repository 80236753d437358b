using System.Text.Json;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Submitter.Jobs;

namespace SwiftDiffusion.Submitter.Webhooks;

/// <summary>What a webhook says: Standard Webhooks' <c>type</c>, <c>timestamp</c> and <c>data</c>, which is the event as it is on the bus. The same event always gives the same bytes.</summary>
internal static class WebhookBody
{
    /// <summary>The body of an event that was stored.</summary>
    public static byte[] Of(JobEventRow jobEvent)
    {
        using var data = JsonDocument.Parse(jobEvent.Data);
        return Write(TypeOf(jobEvent.Type), jobEvent.Time, data.RootElement);
    }

    /// <summary>The body of a webhook that only tries an endpoint out.</summary>
    public static byte[] OfTest(string endpointId, DateTimeOffset now) => Write("webhook.test", now, JsonSerializer.SerializeToElement(new { webhook = endpointId }));

    /// <summary>The type of the events of a name, for example <c>job.succeeded</c>.</summary>
    public static string TypeOf(string name) => $"job.{name}";

    private static byte[] Write(string type, DateTimeOffset timestamp, JsonElement data)
    {
        using var body = new MemoryStream();
        using (var json = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = MessageJson.Options.Encoder }))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            json.WritePropertyName("timestamp");
            JsonSerializer.Serialize(json, timestamp, MessageJson.Options);
            json.WritePropertyName("data");
            data.WriteTo(json);
            json.WriteEndObject();
        }

        return body.ToArray();
    }
}
