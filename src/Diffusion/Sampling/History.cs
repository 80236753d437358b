namespace SwiftDiffusion.Diffusion.Sampling;

/// <summary>The last few model outputs, the newest first. Its buffers are made on the first round and reused.</summary>
internal sealed class History(int capacity)
{
    private readonly float[][] slots = new float[capacity][];
    private int pushed;

    /// <summary>How many there are, at most the capacity.</summary>
    public int Count => Math.Min(pushed, capacity);

    /// <summary>The one of so many calls ago.</summary>
    public float[] this[int age] => age >= 0 && age < Count
        ? slots[(pushed - 1 - age) % capacity]
        : throw new ArgumentOutOfRangeException(nameof(age), age, $"The history holds {Count}.");

    /// <summary>A buffer for the newest, in place of the oldest.</summary>
    public float[] Push(int length)
    {
        var slot = pushed++ % capacity;
        return slots[slot] = slots[slot]?.Length == length ? slots[slot] : new float[length];
    }
}
