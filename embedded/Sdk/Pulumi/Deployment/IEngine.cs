namespace Pulumi;

/// <summary>The part of the engine that is not about resources.</summary>
internal interface IEngine
{
    Task LogAsync(Rpc.LogRequest request);

    Task RequirePulumiVersionAsync(string range);
}
