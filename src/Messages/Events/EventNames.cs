namespace SwiftDiffusion.Messages.Events;

/// <summary>Names of events: the third part of their CloudEvents type, and what a job's callback asks for.</summary>
public static class EventNames
{
    /// <summary>Name of <see cref="JobAccepted"/>.</summary>
    public const string Accepted = "accepted";

    /// <summary>Name of <see cref="JobStarted"/>.</summary>
    public const string Started = "started";

    /// <summary>Name of <see cref="JobProgress"/>.</summary>
    public const string Progress = "progress";

    /// <summary>Name of <see cref="Events.ImageCompleted"/>.</summary>
    public const string ImageCompleted = "image_completed";

    /// <summary>Name of <see cref="JobSucceeded"/>.</summary>
    public const string Succeeded = "succeeded";

    /// <summary>Name of <see cref="JobFailed"/>.</summary>
    public const string Failed = "failed";

    /// <summary>Name of <see cref="JobCancelled"/>.</summary>
    public const string Cancelled = "cancelled";

    /// <summary>Name of <see cref="JobExpired"/>.</summary>
    public const string Expired = "expired";

    private static readonly (string Name, Type Type)[] Types =
    [
        (Accepted, typeof(JobAccepted)), (Started, typeof(JobStarted)), (Progress, typeof(JobProgress)), (ImageCompleted, typeof(ImageCompleted)),
        (Succeeded, typeof(JobSucceeded)), (Failed, typeof(JobFailed)), (Cancelled, typeof(JobCancelled)), (Expired, typeof(JobExpired)),
    ];

    /// <summary>All names, in the order in which a job's events come.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Types.Select(pair => pair.Name)];

    /// <summary>The names of the events that end a job. Every accepted job has exactly one of them.</summary>
    public static IReadOnlyList<string> Ending { get; } = [Succeeded, Failed, Cancelled, Expired];

    /// <summary>An event's name.</summary>
    public static string Of(JobEvent jobEvent) => Types.Single(pair => pair.Type == jobEvent.GetType()).Name;

    /// <summary>The type of the events of a name, to be read with <see cref="Serialization.MessageJson.Deserialize(ReadOnlySpan{byte}, Type)"/>; null when there is none of that name.</summary>
    public static Type? TypeOf(string name) => Types.SingleOrDefault(pair => pair.Name == name).Type;
}
