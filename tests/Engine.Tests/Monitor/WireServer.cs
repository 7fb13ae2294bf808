using CarbonioInfra.Embedded.Protocol;
using CarbonioInfra.Engine.Monitor;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Tests.Steps;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace CarbonioInfra.Engine.Tests.Monitor;

/// <summary>A stack that programs reach over the wire.</summary>
internal sealed class WireServer : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly List<IDisposable> _disposables = [];

    public TestStack Stack { get; } = new();

    public async Task<WireProgram> StartAsync(int parallel = 4, bool dryRun = false)
    {
        var deployment = Stack.Deploy(dryRun, parallel);
        var engine = new EngineService(deployment, Stack, Stack.Mask);
        var server = await MonitorServer.StartAsync(new(deployment), engine, new(TimeProvider.System));
        var channel = GrpcChannel.ForAddress("http://" + server.Address, new() { MaxReceiveMessageSize = 400 << 20, MaxSendMessageSize = 400 << 20 });
        _servers.Add(server);
        _disposables.AddRange([channel, deployment]);
        return new(deployment, engine, new(channel), new(channel));
    }

    public async ValueTask DisposeAsync()
    {
        _disposables.ForEach(disposable => disposable.Dispose());
        foreach (var server in _servers)
            await server.DisposeAsync();
    }
}

/// <summary>What a program has of a run.</summary>
internal sealed record WireProgram(
    Deployment Deployment, EngineService EngineService, ResourceMonitor.ResourceMonitorClient Monitor,
    Embedded.Protocol.Engine.EngineClient Engine)
{
    /// <summary>Registers as the .NET SDK does.</summary>
    public async Task<RegisterResourceResponse> RegisterAsync(RegisterResourceRequest request)
    {
        request.AcceptSecrets = true;
        request.AcceptResources = true;
        request.SupportsResultReporting = true;
        request.Hooks = new();
        request.Object ??= new Struct();
        return await Monitor.RegisterResourceAsync(request);
    }
}
