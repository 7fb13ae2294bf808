using CarbonioInfra.Embedded.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CarbonioInfra.Sdk.Tests.Recording;

internal sealed class RecordingMonitorService(Recorder recorder) : ResourceMonitor.ResourceMonitorBase
{
    private const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context)
    {
        recorder.Record(request);
        return Task.FromResult(new SupportsFeatureResponse { HasSupport = !recorder.Unsupported.Contains(request.Id) });
    }

    public override Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context)
    {
        recorder.Record(request);
        var response = new RegisterResourceResponse
        {
            Urn = recorder.UrnOf(request.Parent, request.Type, request.Name),
            Id = request.Custom && !recorder.IsDryRun ? $"{request.Name}-id" : "",
            Object = request.Custom ? WithoutUnknowns(request.Object) : new Struct(),
        };
        return Task.FromResult(recorder.OnRegister(request, response));
    }

    public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context) =>
        Acknowledge(request);

    public override Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context)
    {
        recorder.Record(request);
        return Task.FromResult(new ReadResourceResponse
        {
            Urn = recorder.UrnOf(request.Parent, request.Type, request.Name),
            Properties = request.Properties,
        });
    }

    public override Task<ResourceInvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context)
    {
        recorder.Record(request);
        return Task.FromResult(recorder.OnInvoke(request));
    }

    public override Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context) => Acknowledge(request);

    private static Struct WithoutUnknowns(Struct properties)
    {
        var known = new Struct();
        foreach (var (name, value) in properties.Fields)
        {
            if (!value.ToString().Contains(Unknown, StringComparison.Ordinal))
                known.Fields.Add(name, value);
        }

        return known;
    }

    private Task<Empty> Acknowledge(Google.Protobuf.IMessage request)
    {
        recorder.Record(request);
        return Task.FromResult(new Empty());
    }
}
