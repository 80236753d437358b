using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace SwiftDiffusion.Messages.Serialization;

/// <summary>The wire form of every message, on the bus, in the API, in manifests and in webhooks.</summary>
/// <remarks>
/// Names of fields are camelCase; words that stand for an enum's value are snake_case (<c>invalid_job</c>), as names of samplers and events are. Nulls are left out.
/// Reading is strict where a mistake would change a picture: no comments, no trailing commas, no field twice, no numbers in quotes, no null where a value must be,
/// no time without its offset, names and words in exactly this case. Fields that we don't know are ignored all the same: a worker must be able to read the jobs of a
/// producer that is a version ahead while a fleet is being updated.
/// </remarks>
public static class MessageJson
{
    /// <summary>The rules as options of <see cref="JsonSerializer"/>. Read-only; shared by everybody, since options hold the cache of what was learned of types.</summary>
    public static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>Writes a message by its own type, also when the caller knows it only by a base type.</summary>
    /// <exception cref="ArgumentException">A number is not finite; JSON has no word for it.</exception>
    public static string Serialize(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return JsonSerializer.Serialize(message, message.GetType(), Options);
    }

    /// <summary>As <see cref="Serialize"/>, in UTF-8.</summary>
    /// <exception cref="ArgumentException">A number is not finite; JSON has no word for it.</exception>
    public static byte[] SerializeToUtf8(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return JsonSerializer.SerializeToUtf8Bytes(message, message.GetType(), Options);
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="MessageFormatException">The text is not one; every wrong field is named.</exception>
    public static T Deserialize<T>(string json) => (T)Read(Encoding.UTF8.GetBytes(json), typeof(T));

    /// <summary>Reads a message from UTF-8.</summary>
    /// <exception cref="MessageFormatException">The text is not one; every wrong field is named.</exception>
    public static T Deserialize<T>(ReadOnlySpan<byte> json) => (T)Read(json, typeof(T));

    /// <summary>Reads a message of a type that is known at run time only, for example from <see cref="Events.EventNames.TypeOf"/>.</summary>
    /// <exception cref="MessageFormatException">The text is not one; every wrong field is named.</exception>
    public static object Deserialize(ReadOnlySpan<byte> json, Type type) => Read(json, type);

    private static object Read(ReadOnlySpan<byte> json, Type type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type, Options) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new MessageFormatException(FormatProblems.Find(json.ToArray(), type), e);
        }
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            ReadCommentHandling = JsonCommentHandling.Disallow,
            AllowTrailingCommas = false,
            NumberHandling = JsonNumberHandling.Strict,
            // Other scripts than Latin stay readable and short; what HTML could mistake for a tag is still escaped.
            Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
            Converters = { new WordConverterFactory(), new TimeConverter() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
