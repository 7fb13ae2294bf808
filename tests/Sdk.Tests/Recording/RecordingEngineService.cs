using CarbonioInfra.Embedded.Protocol;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CarbonioInfra.Sdk.Tests.Recording;

internal sealed class RecordingEngineService(Recorder recorder) : Engine.EngineBase
{
    public override Task<Empty> Log(LogRequest request, ServerCallContext context)
    {
        recorder.Record(request);
        return recorder.OnLog(request) is { } failure ? Task.FromException<Empty>(failure) : Task.FromResult(new Empty());
    }

    public override Task<RequirePulumiVersionResponse> RequirePulumiVersion(
        RequirePulumiVersionRequest request, ServerCallContext context)
    {
        recorder.Record(request);
        return request.PulumiVersionRange.StartsWith('>')
            ? Task.FromResult(new RequirePulumiVersionResponse())
            : throw new RpcException(new Status(StatusCode.FailedPrecondition, $"version outside {request.PulumiVersionRange}"));
    }
}
