using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Tells the engine what a component or the stack amounts to.</summary>
internal static class ResourceOutputs
{
    public static async Task RegisterAsync(
        DeploymentContext deployment, Resource resource, Output<IDictionary<string, object?>> outputs)
    {
        var urn = await resource.Urn.GetValueAsync("");
        var properties = await outputs.GetValueAsync(new Dictionary<string, object?>());
        var keepResources = await deployment.Features.ResourceReferencesAsync();
        var bag = await PropertyBag.SerializeAsync("outputs", properties, keepResources);

        await deployment.Monitor
            .RegisterResourceOutputsAsync(new Rpc.RegisterResourceOutputsRequest { Urn = urn, Outputs = bag.Fields });
    }
}
