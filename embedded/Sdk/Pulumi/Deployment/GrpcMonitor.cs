using Google.Protobuf.WellKnownTypes;

namespace Pulumi;

/// <summary>The resource monitor of a running engine.</summary>
internal sealed class GrpcMonitor(string address) : IMonitor
{
    private readonly Rpc.ResourceMonitor.ResourceMonitorClient _client = new(Channels.Get(address));

    public async Task<bool> SupportsFeatureAsync(string id) =>
        (await _client.SupportsFeatureAsync(new Rpc.SupportsFeatureRequest { Id = id })).HasSupport;

    public async Task<Rpc.RegisterResourceResponse> RegisterResourceAsync(
        Resource resource, Rpc.RegisterResourceRequest request) =>
        await _client.RegisterResourceAsync(request);

    public async Task RegisterResourceOutputsAsync(Rpc.RegisterResourceOutputsRequest request) =>
        await _client.RegisterResourceOutputsAsync(request);

    public async Task<Rpc.ReadResourceResponse> ReadResourceAsync(Resource resource, Rpc.ReadResourceRequest request) =>
        await _client.ReadResourceAsync(request);

    public async Task<Rpc.ResourceInvokeResponse> InvokeAsync(Rpc.ResourceInvokeRequest request) =>
        await _client.InvokeAsync(request);

    public async Task SignalAndWaitForShutdownAsync()
    {
        try
        {
            await _client.SignalAndWaitForShutdownAsync(new Empty());
        }
        catch (Grpc.Core.RpcException e) when (e.StatusCode == Grpc.Core.StatusCode.Unimplemented)
        {
            // Such an engine takes the end of the process as the signal.
        }
    }
}
