namespace SwiftDiffusion.Diffusion.Onnx;

/// <summary>A graph ready for a session, without its weights.</summary>
/// <param name="Name">For messages and profiles.</param>
/// <param name="Bytes">The serialized ModelProto.</param>
/// <param name="Weights">What the graph needs from the checkpoint.</param>
/// <param name="Inputs">What a run feeds besides the weights.</param>
/// <param name="Outputs">What a run gives.</param>
internal sealed record OnnxModel(string Name, byte[] Bytes, IReadOnlyList<WeightSpec> Weights, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs);

/// <summary>A weight that a graph needs.</summary>
/// <param name="Name">Its name in the checkpoint, and the graph's input.</param>
/// <param name="Shape">Its shape in the checkpoint.</param>
/// <param name="ViewedAs">The shape that the graph sees: the same elements in the same order.</param>
internal sealed record WeightSpec(string Name, long[] Shape, long[] ViewedAs);
