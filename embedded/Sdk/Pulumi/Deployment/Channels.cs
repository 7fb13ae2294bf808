using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;

namespace Pulumi;

/// <summary>One connection per address of an engine, shared by everything that talks to it.</summary>
internal static class Channels
{
    private const int MaxMessageBytes = 400 * 1024 * 1024;

    private static readonly ConcurrentDictionary<string, Lazy<GrpcChannel>> All = [];

    /// <param name="address">Host and port, without a scheme.</param>
    public static CallInvoker Get(string address) =>
        All.GetOrAdd(address, static key => new(() => Open(key))).Value.CreateCallInvoker();

    private static GrpcChannel Open(string address) => GrpcChannel.ForAddress(new Uri($"http://{address}"), new GrpcChannelOptions
    {
        Credentials = ChannelCredentials.Insecure,
        MaxReceiveMessageSize = MaxMessageBytes,
        MaxSendMessageSize = MaxMessageBytes,
        DisposeHttpClient = true,
        // The engine is on this machine: who was refused a moment ago may ask again at once, instead of failing for a second.
        InitialReconnectBackoff = TimeSpan.FromMilliseconds(20),
        MaxReconnectBackoff = TimeSpan.FromMilliseconds(200),
        HttpHandler = new SocketsHttpHandler
        {
            // Hundreds of registrations wait at the same time, more than some servers allow on one connection.
            EnableMultipleHttp2Connections = true,
            // The engine is on this machine, whatever proxy the environment names.
            UseProxy = false,
        },
    });
}
