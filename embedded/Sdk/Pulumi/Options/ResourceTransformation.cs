namespace Pulumi;

/// <summary>
/// May change the arguments and options of a resource before it is registered; null leaves them as they are. The parent
/// cannot be changed.
/// </summary>
public delegate ResourceTransformationResult? ResourceTransformation(ResourceTransformationArgs args);
