using System.Net;
using CarbonioInfra.Engine.Program;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace CarbonioInfra.Engine.Monitor;

/// <summary>Serves both services on one loopback port, plaintext HTTP/2, as Pulumi's engine does.</summary>
internal sealed class MonitorServer : IAsyncDisposable
{
    private const int MaxMessageBytes = 400 << 20;

    private readonly WebApplication _application;

    private MonitorServer(WebApplication application, string address)
    {
        _application = application;
        Address = address;
    }

    /// <summary><c>host:port</c>, without a scheme, as programs expect it.</summary>
    public string Address { get; }

    public static async Task<MonitorServer> StartAsync(MonitorService monitor, EngineService engine, ProgramActivity activity)
    {
        // The empty builder leaves out configuration files, logging and the rest of a web application's start-up time.
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            // Each registration is a stream that stays open until its step is done.
            kestrel.Limits.Http2.MaxStreamsPerConnection = int.MaxValue;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddGrpc(options =>
        {
            options.MaxReceiveMessageSize = MaxMessageBytes;
            options.MaxSendMessageSize = MaxMessageBytes;
            options.Interceptors.Add<ProgramActivity>();
        });
        builder.Services.AddSingleton(monitor);
        builder.Services.AddSingleton(engine);
        builder.Services.AddSingleton(activity);

        var application = builder.Build();
        application.UseRouting();
        application.MapGrpcService<MonitorService>();
        application.MapGrpcService<EngineService>();
        await application.StartAsync();
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!
            .Addresses.Single();
        return new(application, new Uri(address).Authority);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
