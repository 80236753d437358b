namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>A named constant of a node, in the form of ONNX's AttributeProto.</summary>
/// <param name="Name">As the operator's specification spells it.</param>
/// <param name="Value">A <see cref="long"/>, <see cref="float"/>, <see cref="string"/> or array of <see cref="long"/>.</param>
internal readonly record struct OnnxAttribute(string Name, object Value)
{
    public static implicit operator OnnxAttribute((string Name, long Value) attribute) => new(attribute.Name, attribute.Value);

    public static implicit operator OnnxAttribute((string Name, float Value) attribute) => new(attribute.Name, attribute.Value);

    public static implicit operator OnnxAttribute((string Name, string Value) attribute) => new(attribute.Name, attribute.Value);

    public static implicit operator OnnxAttribute((string Name, long[] Value) attribute) => new(attribute.Name, attribute.Value);

    /// <summary>Field numbers and type codes: AttributeProto in https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.</summary>
    public ProtobufWriter ToProtobuf()
    {
        var proto = new ProtobufWriter().Text(1, Name);
        switch (Value)
        {
            case float f:
                return proto.Float(2, f).Integer(20, 1);
            case long i:
                return proto.Integer(3, i).Integer(20, 2);
            case string s:
                return proto.Text(4, s).Integer(20, 3);
            case long[] integers:
                foreach (var integer in integers)
                {
                    proto.Integer(8, integer);
                }

                return proto.Integer(20, 7);
            default:
                throw new ArgumentException($"Attribute '{Name}' has a value of type {Value.GetType().Name}; allowed are long, float, string and long[].");
        }
    }
}
