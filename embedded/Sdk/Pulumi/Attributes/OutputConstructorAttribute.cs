namespace Pulumi;

/// <summary>Marks the constructor that makes an <see cref="OutputTypeAttribute"/> class from what the engine sends.</summary>
[AttributeUsage(AttributeTargets.Constructor)]
public sealed class OutputConstructorAttribute : Attribute;
