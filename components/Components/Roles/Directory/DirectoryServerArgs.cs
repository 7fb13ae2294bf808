using CarbonioInfra.Components.Hosts;

namespace CarbonioInfra.Components.Roles.Directory;

/// <summary>What a <see cref="DirectoryServer"/> is given.</summary>
public sealed record DirectoryServerArgs
{
    /// <summary>The other directory server.</summary>
    public required Host Peer { get; init; }

    /// <summary>What the directory says for the whole cluster: on the primary. Null on the secondary, which gets it by replication.</summary>
    public DirectorySettings? Settings { get; init; }
}
