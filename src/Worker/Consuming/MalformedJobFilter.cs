using System.Text.Json;
using MassTransit;
using Microsoft.Extensions.Options;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Worker.Settling;

namespace SwiftDiffusion.Worker.Consuming;

/// <summary>Fails jobs whose JSON cannot be read as a job, naming every wrong field: delivering them again would not help.</summary>
/// <remarks>
/// What has no job id either cannot be told to anyone, and goes back to the broker, whose delivery limit ends it. Jobs are read twice for this, which takes
/// microseconds; the bus would report its own failure to read one as trouble of the endpoint.
/// </remarks>
/// <param name="bus">Where to tell; there is none yet while endpoints are set up.</param>
/// <param name="options">Names of worker and fleet.</param>
/// <param name="time">The clock of the events.</param>
internal sealed class MalformedJobFilter(Lazy<IBus> bus, IOptions<WorkerOptions> options, TimeProvider time) : IFilter<ReceiveContext>
{
    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        if (Read(context.Body) is { } malformed)
        {
            var events = new JobEvents(bus.Value, malformed.Job, options.Value.Name, options.Value.Source, time);
            await events.FailedAsync(Failures.Of(malformed.Problem.Violations), context.CancellationToken);
        }
        else
        {
            await next.Send(context);
        }
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("malformedJob");

    /// <summary>What can be read of a job that cannot be read as a whole; null where it can, or where it doesn't say which job it is.</summary>
    private static (GenerateImages Job, MessageFormatException Problem)? Read(MessageBody body)
    {
        try
        {
            MessageJson.Deserialize<GenerateImages>(body.GetBytes());
            return null;
        }
        catch (MessageFormatException problem)
        {
            return ReadName(body.GetBytes()) is { } job ? (job, problem) : null;
        }
    }

    private static GenerateImages? ReadName(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Text(document.RootElement, "jobId") is { } id ? new GenerateImages { JobId = id, Model = "", Prompt = "", Tenant = Text(document.RootElement, "tenant") } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
