using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CarbonioInfra.Sdk.Tests.Recording;

/// <summary>An engine on a loopback port of its own that keeps what programs send and answers like a real one.</summary>
internal sealed class RecordingEngine : IAsyncDisposable
{
    private readonly WebApplication _application;

    private RecordingEngine(WebApplication application, Recorder recorder) =>
        (_application, Recorder) = (application, recorder);

    public Recorder Recorder { get; }

    public string Address { get; private set; } = "";

    public static async Task<RecordingEngine> StartAsync(Recorder? recorder = null)
    {
        recorder ??= new Recorder();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server =>
            server.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(recorder);
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = null);

        var application = builder.Build();
        application.MapGrpcService<RecordingMonitorService>();
        application.MapGrpcService<RecordingEngineService>();
        var engine = new RecordingEngine(application, recorder);
        await application.StartAsync();

        var server = application.Services.GetRequiredService<IServer>();
        engine.Address = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Authority;
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }
}
