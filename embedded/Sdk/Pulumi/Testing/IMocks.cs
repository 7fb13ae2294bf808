namespace Pulumi.Testing;

/// <summary>Stands in for engine and providers while a program is tested.</summary>
public interface IMocks
{
    /// <summary>
    /// Answers the registration or the reading of a resource with its identifier, null if it has none yet, and its state: a
    /// dictionary or an arguments object.
    /// </summary>
    Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args);

    /// <summary>Answers the call of a provider function with its result.</summary>
    Task<object> CallAsync(MockCallArgs args);

    /// <summary>Sees the outputs of a component or of the stack.</summary>
    Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args) => Task.CompletedTask;
}
