using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CarbonioInfra.Components.Topologies;

namespace CarbonioInfra.Components.Addresses;

/// <summary>
/// Numbers of nodes within a /24. They depend on a node's own role and name, not on its place among the others: without a node,
/// every other one keeps its address.
/// </summary>
public static class AddressPlan
{
    private const int FirstSpare = 100;
    private const int LastSpare = 254;

    /// <summary>The prefix length of networks for which the numbers are made; larger networks will do as well.</summary>
    public const int PrefixLength = 24;

    /// <summary>As many nodes as have a number whatever they are called.</summary>
    public const int Capacity = LastSpare - FirstSpare + 1;

    // A decade for each kind of node, so that svc1 is .11 and video2 is .72.
    private static readonly ImmutableArray<Role> Decades =
        [Role.MeshServer, Role.Mta, Role.Proxy, Role.Mailstore, Role.Collaboration, Role.WorkstreamCollaboration, Role.Video,
            Role.LoadBalancer, Role.ObjectStorage];

    /// <summary>A number from 11 to 254 for each of <paramref name="nodes"/>, no two alike.</summary>
    public static ImmutableDictionary<Node, int> Assign(IEnumerable<Node> nodes)
    {
        var taken = new HashSet<int>();
        var result = ImmutableDictionary.CreateBuilder<Node, int>();
        // Ordered by name, so that only nodes that want the same number depend on each other.
        foreach (var node in nodes.OrderBy(node => node.Name, StringComparer.Ordinal))
        {
            var number = Preferred(node);
            if (number is null || !taken.Add(number.Value))
                number = Spare(node.Name).First(taken.Add);
            result.Add(node, number.Value);
        }

        return result.ToImmutable();
    }

    private static int? Preferred(Node node)
    {
        var decade = Decades.IndexOf(Decades.FirstOrDefault(node.Has, (Role)(-1)));
        var digits = node.Name.Length - node.Name.TrimEnd("0123456789".ToCharArray()).Length;
        return decade >= 0 && digits == 1 && node.Name[^1] != '0' ? ((decade + 1) * 10) + (node.Name[^1] - '0') : null;
    }

    private static IEnumerable<int> Spare(string name)
    {
        var start = SHA256.HashData(Encoding.UTF8.GetBytes(name))[0];
        return Enumerable.Range(0, Capacity).Select(step => FirstSpare + ((start + step) % Capacity));
    }
}
