using System.Buffers;

namespace SwiftDiffusion.Storage.Tests.Folders;

/// <summary>Memory that does something as soon as it is read: the moment in the midst of a write.</summary>
internal sealed class MemoryThatActs(int length, Action act) : MemoryManager<byte>
{
    private readonly byte[] bytes = new byte[length];

    public bool Acted { get; private set; }

    public override Span<byte> GetSpan()
    {
        Acted = true;
        act();
        return bytes;
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        Acted = true;
        act();
        return bytes.AsMemory(elementIndex).Pin();
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
