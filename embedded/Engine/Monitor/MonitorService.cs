using CarbonioInfra.Embedded.Protocol;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CarbonioInfra.Engine.Monitor;

/// <summary>
/// What the running program calls. A call's end does not depend on the program: a step that has begun is finished and saved
/// also when the program dies meanwhile.
/// </summary>
internal sealed class MonitorService(Deployment deployment) : ResourceMonitor.ResourceMonitorBase
{
    // Everything else a program may ask for is answered false, and the SDK then says what is not supported.
    private static readonly HashSet<string> Features = new(StringComparer.Ordinal)
    {
        "secrets", "resourceReferences", "aliasSpecs", "deletedWith", "replaceWith", "replacementTrigger",
    };

    private int _shutdownSignals;

    /// <summary>Whether the program said that it registered all it has.</summary>
    public bool ProgramSignalled => Volatile.Read(ref _shutdownSignals) != 0;

    /// <summary>What the program has registered so far.</summary>
    public SeenRegistrations Seen { get; } = new();

    public override Task<SupportsFeatureResponse> SupportsFeature(SupportsFeatureRequest request, ServerCallContext context) =>
        Task.FromResult(new SupportsFeatureResponse { HasSupport = Features.Contains(request.Id) });

    public override async Task<RegisterResourceResponse> RegisterResource(RegisterResourceRequest request, ServerCallContext context)
    {
        var result = await AnswerAsync(() => deployment.RegisterAsync(GoalReader.Read(request)));
        if (result.Outcome != RegistrationOutcome.Success && !request.SupportsResultReporting)
            throw new RpcException(new(StatusCode.Unknown, $"resource '{request.Name}' was not registered"));
        Seen.Add(result.Urn, request.Custom);
        var outputs = request.AcceptSecrets ? result.Outputs : result.Outputs.Reveal();
        return new()
        {
            Urn = result.Urn,
            Id = result.Id,
            Object = WireValues.ToStruct(request.AcceptResources ? outputs : WithoutReferences(outputs)),
            Result = result.Outcome switch
            {
                RegistrationOutcome.Success => Result.Success,
                RegistrationOutcome.Fail => Result.Fail,
                _ => Result.Skip,
            },
        };
    }

    public override Task<Empty> RegisterResourceOutputs(RegisterResourceOutputsRequest request, ServerCallContext context) =>
        AnswerAsync(() =>
        {
            deployment.RegisterOutputs(request.Urn, WireValues.FromStruct(request.Outputs));
            Seen.Complete(request.Urn);
            return Task.FromResult(new Empty());
        });

    public override Task<ResourceInvokeResponse> Invoke(ResourceInvokeRequest request, ServerCallContext context)
    {
        if (request.Tok != "pulumi:pulumi:getResource")
            throw NotSupported($"the function '{request.Tok}'");
        var urn = WireValues.FromStruct(request.Args).TextOf("urn") ?? "";
        var resource = deployment.Find(urn)
            ?? throw new RpcException(new(StatusCode.NotFound, $"unknown resource {urn}"));
        return Task.FromResult(new ResourceInvokeResponse
        {
            Return = WireValues.ToStruct(PropertyMap.Of(
                ("urn", urn), ("id", resource.Id), ("provider", resource.Provider), ("state", resource.Outputs))),
        });
    }

    public override Task<ReadResourceResponse> ReadResource(ReadResourceRequest request, ServerCallContext context) =>
        throw NotSupported($"reading an existing resource ({request.Type} '{request.Name}')");

    public override Task<CallResponse> Call(ResourceCallRequest request, ServerCallContext context) =>
        throw NotSupported($"the method '{request.Tok}'");

    public override async Task<Empty> SignalAndWaitForShutdown(Empty request, ServerCallContext context)
    {
        if (Interlocked.Increment(ref _shutdownSignals) > 1)
            throw new RpcException(new(StatusCode.FailedPrecondition, "the program signalled its end twice"));
        return await AnswerAsync(async () =>
        {
            await deployment.FinishAsync(complete: true);
            return new Empty();
        });
    }

    private static RpcException NotSupported(string what) =>
        new(new(StatusCode.Unimplemented, $"this engine does not support {what}; use the pulumi CLI"));

    private static PropertyMap WithoutReferences(PropertyMap map) => map.Select(WithoutReferences);

    private static PropertyValue WithoutReferences(PropertyValue value) => value switch
    {
        PropertyValue.ResourceReference { Id: null } component => component.Urn,
        PropertyValue.ResourceReference { Id: { } id } => id,
        PropertyValue.Secret secret => new PropertyValue.Secret(WithoutReferences(secret.Value)),
        PropertyValue.List list => PropertyValue.ListOf(list.Items.Select(WithoutReferences)),
        PropertyValue.Map map => WithoutReferences(map.Properties),
        _ => value,
    };

    private static async Task<T> AnswerAsync<T>(Func<Task<T>> answer)
    {
        try
        {
            return await answer();
        }
        catch (DeploymentStoppedException error)
        {
            throw new RpcException(new(StatusCode.Unavailable, error.Message));
        }
        catch (EngineException error)
        {
            throw new RpcException(new(StatusCode.InvalidArgument, error.Message));
        }
        catch (ValueFormatException error)
        {
            throw new RpcException(new(StatusCode.InvalidArgument, error.Message));
        }
    }
}
