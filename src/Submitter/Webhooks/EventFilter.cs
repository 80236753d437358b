using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Submitter.Webhooks;

/// <summary>Which events a receiver wants: names separated by commas, as rows hold them; none for the four that end a job.</summary>
internal static class EventFilter
{
    /// <summary>What can be asked for. Progress is told live only: by the time a second try was due it would be worthless.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. EventNames.All.Where(name => name != EventNames.Progress)];

    /// <summary>Whether an event passes.</summary>
    public static bool Passes(string? filter, string name) => (filter is null or "" ? EventNames.Ending : Parse(filter)).Contains(name);

    /// <summary>The names in a filter; none for the four that end a job.</summary>
    public static IReadOnlyList<string> Parse(string filter) => filter.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A filter for names.</summary>
    public static string Of(IEnumerable<string> names) => string.Join(',', names);
}
