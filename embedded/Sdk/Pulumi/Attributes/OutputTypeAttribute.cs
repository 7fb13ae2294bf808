namespace Pulumi;

/// <summary>Marks a class as the type of a structured output.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OutputTypeAttribute : Attribute;
