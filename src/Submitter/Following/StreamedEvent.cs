using SwiftDiffusion.Messages.Events;

namespace SwiftDiffusion.Submitter.Following;

/// <summary>An event of a job that is followed.</summary>
/// <param name="Sequence">Its place among those that are stored, by which a reader can go on later; null for progress, which is not stored.</param>
/// <param name="Event">The event.</param>
internal sealed record StreamedEvent(long? Sequence, JobEvent Event);
