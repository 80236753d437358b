using System.Text.Json;
using SwiftDiffusion.Submitter.Api.Problems;

namespace SwiftDiffusion.Submitter.Api.Reading;

/// <summary>Reads bodies of requests.</summary>
internal static class JsonBody
{
    // The contract's deepest field lies at 5.
    private const int MaxDepth = 16;
    private const int LongestName = 40;

    /// <summary>Reads a whole body of JSON.</summary>
    /// <exception cref="ProblemException">It is of another kind, too large, or compressed.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, int maxBytes)
    {
        if (!request.HasJsonContentType())
        {
            throw ProblemType.UnsupportedMediaType.Exception($"{Given(request)} allowed is application/json.");
        }

        return await RequestBody.ReadAsync(request, maxBytes);
    }

    /// <summary>Parses it.</summary>
    /// <exception cref="ProblemException">It isn't JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            var problem = body.IsEmpty ? "The body is empty; a job is expected."
                : e.Message.Contains("depth", StringComparison.Ordinal) ? $"The body is nested more than {MaxDepth} deep, at line {e.LineNumber + 1}."
                : $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} is where reading stopped.";
            throw ProblemType.MalformedJson.Exception(problem);
        }
    }

    /// <summary>A member's name; a placeholder for one that isn't Unicode.</summary>
    public static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return "(not Unicode)";
        }
    }

    /// <summary>A name as messages show it: short, on one line.</summary>
    public static string Shorten(string name) => string.Concat((name.Length > LongestName ? $"{name[..LongestName]}..." : name).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));

    /// <summary>What a value is.</summary>
    public static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => "true or false",
    };

    private static string Given(HttpRequest request) =>
        string.IsNullOrEmpty(request.ContentType) ? "There is no Content-Type;" : $"The Content-Type is '{Shorten(request.ContentType)}';";
}
