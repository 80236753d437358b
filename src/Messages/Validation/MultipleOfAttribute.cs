namespace SwiftDiffusion.Messages.Validation;

/// <summary>A whole number is a multiple of <paramref name="divisor"/>.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MultipleOfAttribute(int divisor) : Attribute
{
    public int Divisor => divisor;
}
