using System.Collections.Immutable;
using CarbonioInfra.Components.LoadBalancers;
using CarbonioInfra.Components.Roles.Mta;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Dns;

/// <summary>What a site's public DNS must say for its mail to arrive and to be taken for its own.</summary>
public static class MailDnsRecords
{
    /// <summary>What stands for the DKIM value where Carbonio is not installed: the key is made in the directory when the domain is set up.</summary>
    public const string DkimSource = "as `zmdkimkeyutil -q -d DOMAIN` prints it on an MTA once Carbonio has made the domain's key";

    /// <summary>The records of a topology.</summary>
    /// <param name="topology">Domain and nodes.</param>
    /// <param name="loadBalancer">Where MTAs and proxies are reached; null leaves their addresses to the site.</param>
    /// <param name="publicAddresses">Public IPv4 addresses by node name, of nodes that have one of their own.</param>
    /// <param name="dkim">The domain's DKIM record, unknown until an MTA has told it. Default: null, Carbonio is not installed.</param>
    public static ImmutableArray<DnsRecord> Of(
        Topology topology, LoadBalancerEntry? loadBalancer, IReadOnlyDictionary<string, Output<string>> publicAddresses,
        Output<DkimRecord?>? dkim = null)
    {
        var domain = topology.Domain;
        var senders = topology.With(Role.Mta).Where(node => publicAddresses.ContainsKey(node.Name)).ToImmutableArray();
        return
        [
            .. Entry($"mx.{domain}", loadBalancer, "incoming mail"),
            .. Entry(topology.PublicHostname, loadBalancer, "web, IMAP, POP"),
            .. topology.Nodes.Where(node => publicAddresses.ContainsKey(node.Name))
                .Select(node => new DnsRecord(topology.Fqdn(node), "A", One(publicAddresses[node.Name]), "the node's own public address")),
            new DnsRecord(domain, "MX", One(Output.Create($"10 mx.{domain}.")), "incoming mail"),
            new DnsRecord(domain, "TXT", Spf(senders.Select(node => publicAddresses[node.Name])), "SPF: who sends the domain's mail"),
            Dkim(domain, dkim ?? Output.Create((DkimRecord?)null)),
            new DnsRecord($"_dmarc.{domain}", "TXT",
                One(Output.Create($"v=DMARC1; p=quarantine; rua=mailto:postmaster@{domain}")), "DMARC: what others do with mail that fails both"),
            .. senders.Select(node => new DnsRecord(
                topology.Fqdn(node), "PTR", One(Output.Create($"{topology.Fqdn(node)}.")), "the name by which the MTA greets")
            {
                Name = publicAddresses[node.Name],
                Origin = DnsOrigin.AddressOwner,
            }),
        ];
    }

    private static DnsRecord Dkim(string domain, Output<DkimRecord?> dkim)
    {
        var label = $"SELECTOR._domainkey.{domain}";
        var source = DkimSource.Replace("DOMAIN", domain, StringComparison.Ordinal);
        return new DnsRecord(label, "TXT", One(dkim.Apply(record => record?.Value ?? source)), "DKIM: the key that signs the domain's mail")
        {
            Name = dkim.Apply(record => record?.Name ?? label),
            Origin = DnsOrigin.Directory,
        };
    }

    private static IEnumerable<DnsRecord> Entry(string name, LoadBalancerEntry? entry, string purpose)
    {
        if (entry is null)
            yield break;
        var addresses = entry.VirtualAddress is { } address ? [Output.Create(address)] : entry.PublicAddresses;
        yield return addresses.IsEmpty
            ? new DnsRecord(name, "CNAME", One(entry.DnsName!.Apply(text => $"{text}.")), purpose) { Origin = DnsOrigin.LoadBalancer }
            : new DnsRecord(name, "A", Output.All(addresses.Select(one => (Input<string>)one)), purpose) { Origin = DnsOrigin.LoadBalancer };
    }

    private static Output<ImmutableArray<string>> Spf(IEnumerable<Output<string>> addresses) =>
        Output.All(addresses.Select(address => (Input<string>)address)).Apply(texts => ImmutableArray.Create(
            $"v=spf1 {(texts.IsEmpty ? "mx" : string.Join(' ', texts.Select(text => $"ip4:{text}")))} -all"));

    private static Output<ImmutableArray<string>> One(Output<string> value) => value.Apply(text => ImmutableArray.Create(text));
}
