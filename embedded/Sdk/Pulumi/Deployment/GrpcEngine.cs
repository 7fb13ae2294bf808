namespace Pulumi;

/// <summary>The engine service of a running engine.</summary>
internal sealed class GrpcEngine(string address) : IEngine
{
    private readonly Rpc.Engine.EngineClient _client = new(Channels.Get(address));

    public async Task LogAsync(Rpc.LogRequest request) => await _client.LogAsync(request);

    public async Task RequirePulumiVersionAsync(string range) => await _client
        .RequirePulumiVersionAsync(new Rpc.RequirePulumiVersionRequest { PulumiVersionRange = range });
}
