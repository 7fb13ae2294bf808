using System.Collections.Immutable;
using CarbonioInfra.Components.ObjectStores;
using CarbonioInfra.Components.Ports;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Platforms;

/// <summary>
/// The one seam between Carbonio and where it runs. An implementation that <c>infra</c> shall find by name carries
/// <see cref="CarbonioPlatformAttribute"/> on its assembly and has a public constructor that takes a
/// <see cref="Settings.SettingsReader"/>, from which it reads its own settings.
/// </summary>
public interface IPlatform
{
    /// <summary>
    /// What serves S3 on the node with the role <see cref="Role.ObjectStorage"/>. Default: null, the platform brings nothing of its own
    /// (<see cref="Clusters.CarbonioClusterArgs.ObjectStorageServer"/>).
    /// </summary>
    IObjectStorageServer? ObjectStorageServer => null;

    /// <summary>
    /// Whether the platform makes a bucket by itself (<see cref="ProvisionedPlatform.ObjectStore"/>), so that there can be no other.
    /// Default: false; then one that it makes all the same is refused.
    /// </summary>
    bool MakesBucket => false;

    /// <summary>
    /// What keeps this platform, with the settings that it was given, from carrying <paramref name="topology"/>: every problem,
    /// each naming its setting or node. Makes nothing.
    /// </summary>
    /// <param name="topology">Any topology.</param>
    /// <param name="ports">Which node must be reachable from which, for firewalls.</param>
    ImmutableArray<string> Problems(Topology topology, PortTable ports);

    /// <summary>
    /// Provisions every machine of <paramref name="topology"/>. The whole topology comes at once because zones, groups and
    /// firewall rules are decisions over all nodes. Private addresses and names in the result are plain values.
    /// </summary>
    /// <param name="topology">A topology that has no problems with <paramref name="ports"/>.</param>
    /// <param name="ports">Which node must be reachable from which, for firewalls.</param>
    /// <param name="after">
    /// What must be there before anything is made (<see cref="Beforehand.Of"/> makes a component wait for it). Default: null, nothing.
    /// </param>
    ProvisionedPlatform Provision(Topology topology, PortTable ports, IReadOnlyCollection<Resource>? after = null);
}
