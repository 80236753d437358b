using NJsonSchema;

namespace SwiftDiffusion.Messages.Tests.Schemas;

/// <summary>Asks another implementation of JSON Schema what our schemas allow.</summary>
internal static class SchemaValidator
{
    /// <summary>What in <paramref name="json"/> the schema does not allow.</summary>
    public static async Task<IReadOnlyList<string>> ValidateAsync(string schema, string json)
    {
        // The library knows drafts 4 to 7, where $defs are called definitions.
        var read = await JsonSchema.FromJsonAsync(schema.Replace("$defs", "definitions", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        return [.. read.Validate(json).Select(error => error.ToString())];
    }
}
