namespace Pulumi;

public sealed partial class Deployment
{
    /// <summary>A provider refused the arguments of a function.</summary>
    internal sealed class InvokeException(string message) : Exception(message);

    /// <summary>The engine is not of a version that the program accepts.</summary>
    internal sealed class RequirePulumiVersionException(string message) : Exception(message);
}
