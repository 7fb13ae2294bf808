using System.Collections.Immutable;
using CarbonioInfra.Components.Addresses;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Platforms;

/// <summary>What must hold for the settings of more than one platform. Every problem begins with the setting that it is given.</summary>
public static class PlatformRules
{
    // 16 million addresses: whoever names more than that means everybody.
    private const int ShortestAdministratorPrefix = 8;

    /// <summary>What is wrong with the networks from which administrators and the deployment come.</summary>
    public static IEnumerable<string> Administrators(string key, ImmutableArray<string> networks)
    {
        if (networks.IsEmpty)
            yield return $"{key}: expected at least one network from which administrators and the deployment come, found none";
        foreach (var problem in Networks(key, networks))
            yield return problem;
        foreach (var everywhere in networks.Where(text => Ipv4Network.TryParse(text, out var network) && network.PrefixLength < ShortestAdministratorPrefix))
            yield return $"{key}: expected networks of administrators, at most a /{ShortestAdministratorPrefix}, found {everywhere}";
        foreach (var problem in Repeated(key, "network", networks))
            yield return problem;
    }

    /// <summary>A problem for each text that is no network in CIDR notation.</summary>
    public static IEnumerable<string> Networks(string key, IEnumerable<string> networks) => networks
        .Where(text => !Ipv4Network.TryParse(text, out _)).Select(text => $"{key}: expected a network such as 198.51.100.0/24, found '{text}'");

    /// <summary>A problem for each text that is no IPv4 address.</summary>
    public static IEnumerable<string> Addresses(string key, IEnumerable<string> addresses) => addresses
        .Where(text => !Ipv4Network.IsAddress(text)).Select(text => $"{key}: expected an IPv4 address such as 198.51.100.1, found '{text}'");

    /// <summary>A problem for each of <paramref name="values"/> that stands there more than once.</summary>
    /// <param name="key">The setting.</param>
    /// <param name="what">What the values are, in the singular.</param>
    /// <param name="values">What stands there.</param>
    public static IEnumerable<string> Repeated(string key, string what, IEnumerable<string> values) => values
        .GroupBy(value => value).Where(group => group.Count() > 1)
        .Select(group => $"{key}: expected every {what} once, found {group.Key} {group.Count()} times");

    /// <summary>A problem for each name below <paramref name="key"/> that is no node's, in the order of the alphabet.</summary>
    public static IEnumerable<string> UnknownNodes(string key, IEnumerable<string> names, Topology topology) => names
        .Where(name => topology.Nodes.All(node => node.Name != name)).Order(StringComparer.Ordinal)
        .Select(name => $"{key}.{name}: expected the name of a node of the topology, found '{name}'");

    /// <summary>A problem when there are more nodes than <see cref="AddressPlan"/> has numbers for.</summary>
    /// <param name="topology">The nodes.</param>
    /// <param name="place">For example <c>on AWS</c>.</param>
    public static IEnumerable<string> TooManyNodes(Topology topology, string place) => topology.Nodes.Length > AddressPlan.Capacity
        ? [$"topology: expected at most {AddressPlan.Capacity} nodes {place}, found {topology.Nodes.Length}"]
        : [];
}
