using CarbonioInfra.Embedded.Protocol;
using CarbonioInfra.Engine.Steps;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CarbonioInfra.Engine.Monitor;

/// <summary>What the running program says to people.</summary>
internal sealed class EngineService(Deployment deployment, IRunObserver observer, SecretMask mask)
    : Embedded.Protocol.Engine.EngineBase
{
    private int _errors;

    /// <summary>Whether the program logged an error, which fails the run however the program ends.</summary>
    public bool ErrorLogged => Volatile.Read(ref _errors) != 0;

    public override Task<Empty> Log(LogRequest request, ServerCallContext context)
    {
        var severity = request.Severity switch
        {
            LogSeverity.Debug => MessageSeverity.Debug,
            LogSeverity.Info => MessageSeverity.Info,
            LogSeverity.Warning => MessageSeverity.Warning,
            _ => MessageSeverity.Error,
        };
        if (severity == MessageSeverity.Error)
            Interlocked.Increment(ref _errors);
        // A program that is cut off reports that, which whoever stopped the run knows.
        if (deployment.Stopping && request.Message.Contains(DeploymentStoppedException.Text, StringComparison.Ordinal))
            severity = MessageSeverity.Debug;
        // Ephemeral messages are texts of a status line, which nobody needs afterwards.
        if (!request.Ephemeral)
            observer.Message(severity, mask.Apply(request.Message), request.Urn);
        return Task.FromResult(new Empty());
    }

    // Any version will do: what a program may use it is told by SupportsFeature.
    public override Task<RequirePulumiVersionResponse> RequirePulumiVersion(
        RequirePulumiVersionRequest request, ServerCallContext context) => Task.FromResult(new RequirePulumiVersionResponse());
}
