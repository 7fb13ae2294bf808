namespace Pulumi;

/// <summary>The part of the engine that resources are registered with.</summary>
internal interface IMonitor
{
    Task<bool> SupportsFeatureAsync(string id);

    Task<Rpc.RegisterResourceResponse> RegisterResourceAsync(Resource resource, Rpc.RegisterResourceRequest request);

    Task RegisterResourceOutputsAsync(Rpc.RegisterResourceOutputsRequest request);

    Task<Rpc.ReadResourceResponse> ReadResourceAsync(Resource resource, Rpc.ReadResourceRequest request);

    Task<Rpc.ResourceInvokeResponse> InvokeAsync(Rpc.ResourceInvokeRequest request);

    /// <summary>Tells that the program has registered everything, and waits until the engine needs it no more.</summary>
    Task SignalAndWaitForShutdownAsync();
}
