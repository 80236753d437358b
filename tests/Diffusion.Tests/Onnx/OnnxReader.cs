using System.Text;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Tests.Onnx;


/// <summary>A node as it stands in a serialized model.</summary>
internal sealed record ReadNode(string Name, string Operation, string Domain, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs);

/// <summary>Reads back what <see cref="OnnxGraph"/> wrote: names of nodes, inputs and outputs.</summary>
internal sealed class OnnxReader
{
    public OnnxReader(OnnxModel model)
    {
        var graph = Fields(model.Bytes).Single(field => field.Number == 7).Bytes;
        foreach (var (number, bytes, _) in Fields(graph))
        {
            switch (number)
            {
                case 1: Nodes.Add(ReadNode(bytes)); break;
                case 5: Constants.Add(Texts(bytes, 8).Single()); break;
                case 11: Inputs.Add(Texts(bytes, 1).Single()); break;
                case 12: Outputs.Add(Texts(bytes, 1).Single()); break;
            }
        }
    }

    public List<ReadNode> Nodes { get; } = [];

    public List<string> Constants { get; } = [];

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    /// <summary>A message's fields in their order: bytes for texts and messages, a number for integers.</summary>
    public static List<(int Number, byte[] Bytes, long Integer)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[], long)>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message, ref at);
            var (number, wire) = ((int)(tag >> 3), (int)(tag & 7));
            var length = wire switch { 2 => (int)Varint(message, ref at), 5 => 4, _ => 0 };
            fields.Add((number, message[at..(at + length)], wire == 0 ? Varint(message, ref at) : 0));
            at += length;
        }

        return fields;
    }

    private static ReadNode ReadNode(byte[] bytes) =>
        new(Texts(bytes, 3).Single(), Texts(bytes, 4).Single(), Texts(bytes, 7).SingleOrDefault(""), Texts(bytes, 1), Texts(bytes, 2));

    private static List<string> Texts(byte[] message, int number) => [.. Fields(message).Where(field => field.Number == number).Select(field => Encoding.UTF8.GetString(field.Bytes))];

    private static long Varint(byte[] bytes, ref int at)
    {
        var (value, shift) = (0L, 0);
        while (true)
        {
            var next = bytes[at++];
            value |= (long)(next & 0x7F) << shift;
            shift += 7;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
