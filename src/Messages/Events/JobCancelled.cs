namespace SwiftDiffusion.Messages.Events;

/// <summary>The job was given up because someone asked for it.</summary>
public sealed record JobCancelled : JobEvent;
