using System.Collections.Immutable;

namespace CarbonioInfra.Components.Topologies;

/// <summary>One node of a <see cref="Topology"/>.</summary>
/// <param name="Name">Short host name, for example <c>svc1</c>: lower-case letters, digits and inner hyphens, at most 30.</param>
/// <param name="Roles">What runs there.</param>
/// <param name="Zone">
/// Index of the failure domain, from 0: nodes of one role with different indices never share an availability zone or a
/// hypervisor while there are enough of them.
/// </param>
/// <param name="Size">The machine it needs.</param>
public sealed record Node(string Name, ImmutableArray<Role> Roles, int Zone, NodeSize Size)
{
    /// <summary>Whether the node has <paramref name="role"/>.</summary>
    public bool Has(Role role) => Roles.Contains(role);

    /// <summary>Whether it runs Carbonio; a node that only balances connections or stores objects does not.</summary>
    public bool IsCarbonio => Roles.Any(role => role is not (Role.LoadBalancer or Role.ObjectStorage));
}
