using System.Collections.Immutable;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Hosts;

/// <summary>A reachable machine on which steps run.</summary>
public sealed record Host
{
    /// <summary>The node that this machine carries.</summary>
    public required Node Node { get; init; }

    /// <summary>Fully qualified name, known at plan time.</summary>
    public required string Fqdn { get; init; }

    /// <summary>Private IPv4 address on which the other nodes reach it, known at plan time.</summary>
    public required string Address { get; init; }

    /// <summary>
    /// The resource whose replacement means "this is a new machine": its steps run again and nobody else's. For a machine that
    /// the program did not make, a resource that the user replaces by a setting.
    /// </summary>
    public required CustomResource Machine { get; init; }

    /// <summary>How to reach it by SSH.</summary>
    public required HostConnection Connection { get; init; }

    /// <summary>What must be there before the first step besides the machine: disks attached, addresses bound, ways opened. Default: nothing.</summary>
    public ImmutableArray<Resource> ReadyAfter { get; init; } = [];

    /// <summary>The volume for <c>/opt</c>. Default: null, <c>/opt</c> lies on the root file system.</summary>
    public DataDisk? DataDisk { get; init; }

    /// <summary>What the machine must at least have. Default: the node's size.</summary>
    public NodeSize MinimumSize { get => field ?? Node.Size; init; }

    /// <summary>
    /// Steps of the platform's own, by name, after the node's packages. Default: none. A lab lets services stand in by them that it
    /// cannot run.
    /// </summary>
    public ImmutableArray<(string Name, HostScript Script)> FurtherSteps { get; init; } = [];

    /// <summary>The node's short name.</summary>
    public string Name => Node.Name;
}
