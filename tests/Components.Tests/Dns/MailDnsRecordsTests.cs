using System.Collections.Immutable;
using CarbonioInfra.Components.Dns;
using CarbonioInfra.Components.LoadBalancers;
using CarbonioInfra.Components.Roles.Mta;
using CarbonioInfra.Components.Topologies;
using Pulumi;
using Pulumi.Utilities;

namespace CarbonioInfra.Components.Tests.Dns;

public sealed class MailDnsRecordsTests
{
    private static readonly Topology Topology = Topology.HighAvailability("example.com");

    private static readonly ImmutableDictionary<string, Output<string>> Nobody = ImmutableDictionary<string, Output<string>>.Empty;

    [Fact]
    public async Task Behind_a_public_load_balancer_senders_have_addresses_and_names_of_their_own()
    {
        var entry = new LoadBalancerEntry { DnsName = Output.Create("lb.example.net"), PublicAddresses = [Output.Create("203.0.113.1"), Output.Create("203.0.113.2")] };
        var own = Nobody.Add("mta1", Output.Create("203.0.113.11")).Add("mta2", Output.Create("203.0.113.12")).Add("video1", Output.Create("203.0.113.71"));

        Assert.Equal(
            [
                "mx.example.com A 203.0.113.1,203.0.113.2 LoadBalancer",
                "mail.example.com A 203.0.113.1,203.0.113.2 LoadBalancer",
                "mta1.example.com A 203.0.113.11 Site",
                "mta2.example.com A 203.0.113.12 Site",
                "video1.example.com A 203.0.113.71 Site",
                "example.com MX 10 mx.example.com. Site",
                "example.com TXT v=spf1 ip4:203.0.113.11 ip4:203.0.113.12 -all Site",
                "SELECTOR._domainkey.example.com TXT as `zmdkimkeyutil -q -d example.com` prints it on an MTA once Carbonio has made the domain's key Directory",
                "_dmarc.example.com TXT v=DMARC1; p=quarantine; rua=mailto:postmaster@example.com Site",
                "203.0.113.11 PTR mta1.example.com. AddressOwner",
                "203.0.113.12 PTR mta2.example.com. AddressOwner",
            ],
            await TextsAsync(MailDnsRecords.Of(Topology, entry, own)));
    }

    [Fact]
    public async Task A_load_balancer_without_fixed_addresses_is_an_alias_and_a_virtual_address_is_an_address()
    {
        var named = await TextsAsync(MailDnsRecords.Of(Topology, new LoadBalancerEntry { DnsName = Output.Create("lb.example.net") }, Nobody));
        var addressed = await TextsAsync(MailDnsRecords.Of(Topology, new LoadBalancerEntry { VirtualAddress = "10.0.1.10" }, Nobody));

        Assert.Contains("mail.example.com CNAME lb.example.net. LoadBalancer", named);
        Assert.Contains("mail.example.com A 10.0.1.10 LoadBalancer", addressed);
        Assert.Contains("example.com TXT v=spf1 mx -all Site", addressed);
        Assert.Equal("example.com MX 10 mx.example.com. Site", (await TextsAsync(MailDnsRecords.Of(Topology, null, Nobody)))[0]);
    }

    [Fact]
    public async Task The_DKIM_record_is_what_an_MTA_told()
    {
        var records = MailDnsRecords.Of(Topology, null, Nobody, Output.Create<DkimRecord?>(new DkimRecord("0A1B._domainkey.example.com", "v=DKIM1; k=rsa; p=MIIB")));

        Assert.Contains("0A1B._domainkey.example.com TXT v=DKIM1; k=rsa; p=MIIB Directory", await TextsAsync(records));
    }

    [Fact]
    public async Task The_DKIM_record_is_unknown_until_an_MTA_has_told_it()
    {
        var record = MailDnsRecords.Of(Topology, null, Nobody, OutputUtilities.CreateUnknown<DkimRecord?>((DkimRecord?)null))
            .Single(record => record.Origin == DnsOrigin.Directory);

        Assert.False(await OutputUtilities.GetIsKnownAsync(record.Values));
        Assert.False(await OutputUtilities.GetIsKnownAsync(record.Name.ToOutput()));
    }

    private static Task<string[]> TextsAsync(IEnumerable<DnsRecord> records) => Task.WhenAll(records.Select(async record =>
        $"{await OutputUtilities.GetValueAsync(record.Name.ToOutput())} {record.Type} {string.Join(',', await OutputUtilities.GetValueAsync(record.Values))} {record.Origin}"));
}
