using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SwiftDiffusion.Messages.Commands;
using SwiftDiffusion.Messages.Serialization;
using SwiftDiffusion.Messages.Validation;
using SwiftDiffusion.Submitter.Api.Problems;

namespace SwiftDiffusion.Submitter.Api.Reading;

/// <summary>Makes a job of a request's JSON: renames its fields as the contract has them, and lets the contract read and judge it, so there is one set of rules.</summary>
/// <remarks>The contract ignores fields that it doesn't know, for the sake of fleets under update. Here a person may have mistyped one, so each is refused by its name.</remarks>
internal sealed class JobReader
{
    private const string Input = "input";
    private const string Webhook = "webhook";
    private const string WebhookEvents = "webhook_events_filter";

    private static readonly string[] Beside = ["priority", "deadline", "labels"];
    private static readonly string[] RootFields = [Input, .. Beside, Webhook, WebhookEvents];

    private readonly List<FieldProblem> problems = [];

    private JobReader()
    {
    }

    /// <summary>Reads a job.</summary>
    /// <param name="body">JSON in UTF-8.</param>
    /// <param name="jobId">The job's id.</param>
    /// <param name="tenant">Whose it is.</param>
    /// <exception cref="ProblemException">It isn't one; every mistake is named.</exception>
    public static GenerateImages Read(ReadOnlyMemory<byte> body, string jobId, string tenant)
    {
        using var document = JsonBody.Parse(body);
        var reader = new JobReader();
        return reader.Read(document.RootElement, jobId, tenant) is { } job && reader.problems.Count == 0
            ? job
            : throw ProblemType.InvalidJob.Exception(
                reader.problems.Count == 1 ? $"{reader.problems[0].Message}." : $"{reader.problems.Count} things are wrong with the job; errors names each.", reader.problems);
    }

    private GenerateImages? Read(JsonElement root, string jobId, string tenant)
    {
        if (!IsObject(root, "$"))
        {
            return null;
        }

        var contract = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(contract, new JsonWriterOptions { SkipValidation = true }))
        {
            json.WriteStartObject();
            json.WriteString("jobId", jobId);
            json.WriteString("tenant", tenant);
            TranslateRoot(Members(root, "", RootFields), json);
            json.WriteEndObject();
        }

        try
        {
            var job = MessageJson.Deserialize<GenerateImages>(contract.WrittenSpan);
            problems.AddRange(JobRules.Check(job).Select(FieldPaths.Of));
            return job;
        }
        catch (MessageFormatException e)
        {
            problems.AddRange(e.Violations.Select(FieldPaths.Of));
            return null;
        }
    }

    private void TranslateRoot(Dictionary<string, JsonElement> members, Utf8JsonWriter json)
    {
        if (members.TryGetValue(Input, out var input) && IsObject(input, Input))
        {
            var fields = ContractFields.Of(ContractFields.Info(typeof(GenerateImages)));
            var allowed = fields.Keys.Except(ApiJson.BesideInput.Select(ContractFields.ApiName)).ToArray();
            foreach (var (name, value) in Members(input, Input, allowed))
            {
                Translate(fields[name], value, $"{Input}.{name}", json);
            }
        }

        foreach (var name in Beside.Where(members.ContainsKey))
        {
            Write(name, members[name], json);
        }

        if (members.TryGetValue(Webhook, out var url) && url.ValueKind != JsonValueKind.Null)
        {
            json.WriteStartObject("callback");
            Write("url", url, json);
            if (members.TryGetValue(WebhookEvents, out var events))
            {
                Write("events", events, json);
            }

            json.WriteEndObject();
        }
        else if (members.ContainsKey(WebhookEvents))
        {
            problems.Add(FieldPaths.Of(WebhookEvents, $"is given without {Webhook}; allowed is a filter of the events that are told there"));
        }
    }

    private void Translate(JsonPropertyInfo property, JsonElement value, string path, Utf8JsonWriter json)
    {
        json.WritePropertyName(property.Name);
        Translate(ContractFields.Info(property.PropertyType), value, path, json);
    }

    private void Translate(JsonTypeInfo info, JsonElement value, string path, Utf8JsonWriter json)
    {
        switch (info.Kind, value.ValueKind)
        {
            case (JsonTypeInfoKind.Object, JsonValueKind.Object):
                var fields = ContractFields.Of(info);
                json.WriteStartObject();
                foreach (var (name, member) in Members(value, path, [.. fields.Keys]))
                {
                    Translate(fields[name], member, $"{path}.{name}", json);
                }

                json.WriteEndObject();
                break;
            case (JsonTypeInfoKind.Enumerable, JsonValueKind.Array):
                json.WriteStartArray();
                foreach (var (i, item) in value.EnumerateArray().Index())
                {
                    Translate(ContractFields.Info(info.ElementType!), item, $"{path}[{i}]", json);
                }

                json.WriteEndArray();
                break;
            default:
                WriteRaw(value, json);
                break;
        }
    }

    /// <summary>The members of an object that may be there. Others, and those that are there twice, are mistakes.</summary>
    private Dictionary<string, JsonElement> Members(JsonElement element, string path, IReadOnlyCollection<string> allowed)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var name = JsonBody.NameOf(member);
            var field = path.Length == 0 ? JsonBody.Shorten(name) : $"{path}.{JsonBody.Shorten(name)}";
            if (!allowed.Contains(name))
            {
                problems.Add(FieldPaths.Of(field, $"is not a field{Hint(path, name, allowed)}; allowed is {string.Join(", ", allowed)}"));
            }
            else if (!members.TryAdd(name, member.Value))
            {
                problems.Add(FieldPaths.Of(field, "is given more than once"));
            }
        }

        return members;
    }

    private bool IsObject(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            problems.Add(FieldPaths.Of(path, $"is {JsonBody.Kind(element)}; allowed is an object"));
            return false;
        }

        return true;
    }

    // The commonest mistakes: the contract's spelling, and settings beside the input rather than in it.
    private static string Hint(string path, string name, IReadOnlyCollection<string> allowed)
    {
        var fields = ContractFields.Of(ContractFields.Info(typeof(GenerateImages)));
        return ContractFields.ApiName(name) is var snake && allowed.Contains(snake) ? $" (did you mean {snake}?)"
            : path.Length == 0 && fields.ContainsKey(snake) && !ApiJson.BesideInput.Select(ContractFields.ApiName).Contains(snake) ? $" here (did you mean {Input}.{snake}?)"
            : path == Input && Beside.Contains(name) ? $" here (did you mean {name}, beside input?)"
            : "";
    }

    private static void Write(string name, JsonElement value, Utf8JsonWriter json)
    {
        json.WritePropertyName(name);
        WriteRaw(value, json);
    }

    // As it came: what isn't Unicode is for the contract to find.
    private static void WriteRaw(JsonElement value, Utf8JsonWriter json) => json.WriteRawValue(JsonMarshal.GetRawUtf8Value(value), skipInputValidation: true);
}
