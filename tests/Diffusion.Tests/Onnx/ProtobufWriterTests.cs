using System.Text;
using SwiftDiffusion.Diffusion.Onnx;

namespace SwiftDiffusion.Diffusion.Tests.Onnx;


/// <summary>Bytes as https://protobuf.dev/programming-guides/encoding lays them out.</summary>
public sealed class ProtobufWriterTests
{
    [Theory]
    [InlineData(1, 0, "0800")]
    [InlineData(1, 1, "0801")]
    [InlineData(1, 127, "087F")]
    [InlineData(1, 128, "088001")]
    [InlineData(1, 150, "089601")]
    [InlineData(1, 16384, "08808001")]
    [InlineData(15, 3, "7803")]
    [InlineData(16, 3, "800103")]
    [InlineData(1, long.MaxValue, "08FFFFFFFFFFFFFFFF7F")]
    [InlineData(1, -1, "08FFFFFFFFFFFFFFFFFF01")]
    [InlineData(1, long.MinValue, "0880808080808080808001")]
    public void Integer_Value_IsAVarint(int field, long value, string expected) => Assert.Equal(expected, Hex(new ProtobufWriter().Integer(field, value)));

    [Theory]
    [InlineData(1, 1f, "0D0000803F")]
    [InlineData(2, -0f, "1500000080")]
    [InlineData(20, 0.1f, "A501CDCCCC3D")]
    public void Float_Value_IsFourBytesLittleEndian(int field, float value, string expected) => Assert.Equal(expected, Hex(new ProtobufWriter().Float(field, value)));

    [Theory]
    [InlineData("", "1200")]
    [InlineData("testing", "120774657374696E67")]
    [InlineData("ᾱ", "1203E1BEB1")]
    public void Text_Value_IsItsUtf8AfterItsLength(string value, string expected) => Assert.Equal(expected, Hex(new ProtobufWriter().Text(2, value)));

    [Theory]
    [InlineData(127, "127F")]
    [InlineData(128, "128001")]
    [InlineData(100_000, "12A08D06")]
    public void Text_Long_HasItsLengthAsAVarint(int length, string expected)
    {
        var bytes = new ProtobufWriter().Text(2, new string('x', length)).ToArray();
        Assert.Equal(expected, Convert.ToHexString(bytes[..^length]));
        Assert.All(bytes[^length..], value => Assert.Equal((byte)'x', value));
    }

    [Fact]
    public void Message_Nested_IsItsBytesAfterItsLength() => Assert.Equal("1A03089601", Hex(new ProtobufWriter().Message(3, new ProtobufWriter().Integer(1, 150))));

    [Fact]
    public void Calls_InARow_Append() => Assert.Equal("0801" + "1202" + Convert.ToHexString(Encoding.UTF8.GetBytes("ab")), Hex(new ProtobufWriter().Integer(1, 1).Text(2, "ab")));

    private static string Hex(ProtobufWriter writer) => Convert.ToHexString(writer.ToArray());
}
