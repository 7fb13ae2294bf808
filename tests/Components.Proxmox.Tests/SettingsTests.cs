using System.Globalization;
using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Settings;
using CarbonioInfra.Tests.Shared;
using Pulumi;
using Pulumi.Utilities;

namespace CarbonioInfra.Components.Proxmox.Tests;

public sealed class SettingsTests
{
    [Fact]
    public async Task Everything_is_read()
    {
        var (settings, problems) = await ReadAsync(
            """
            {
              "endpoint": "https://pve1.example.com:8006/", "insecure": true, "sshUser": "deploy", "version": 8, "pveNodes": ["pve1", "pve2", "pve3"],
              "image": {"template": 9000, "pveNode": "pve2"}, "datastore": "vms", "fileDatastore": "files", "network": "10.30.0.0/24",
              "gateway": "10.30.0.1", "dnsServers": ["10.30.0.2", "10.30.0.3"], "virtualAddress": "10.30.0.9", "administrators": ["198.51.100.0/24"],
              "bridge": "vmbr1", "vlan": 12, "user": "admin", "cpuType": "x86-64-v3", "prefix": "dev", "firstVmId": 8000, "pool": "mail",
              "dataDiskGiB": 7, "highAvailability": false, "firewall": "simple", "protect": false,
              "nodes": {"mbox1": {"pveNode": "pve3", "dataDiskGiB": 900}, "svc1": {"image": {"url": "https://x.example.com/i.img", "sha256": "HASH"}}}
            }
            """.Replace("HASH", new string('a', 64), StringComparison.Ordinal));

        Assert.Empty(problems);
        Assert.Equal(("https://pve1.example.com:8006/", true, "deploy", 8), (settings.Endpoint, settings.Insecure, settings.SshUser, settings.Version));
        Assert.Equal((9000, "pve2", null), (settings.Image.Template, settings.Image.TemplateNode, settings.Image.Url));
        Assert.Equal(("vms", "files", "10.30.0.0/24", "10.30.0.1", "10.30.0.9"),
            (settings.Datastore, settings.FileDatastore, settings.Network, settings.Gateway, settings.VirtualAddress));
        Assert.Equal(["pve1", "pve2", "pve3"], settings.PveNodes);
        Assert.Equal(["10.30.0.2", "10.30.0.3"], settings.DnsServers);
        Assert.Equal(["198.51.100.0/24"], settings.Administrators);
        Assert.Equal(("vmbr1", 12, "admin", "x86-64-v3", "dev", 8000, "mail", 7),
            (settings.Bridge, settings.Vlan, settings.User, settings.CpuType, settings.Prefix, settings.FirstVmId, settings.Pool, settings.DataDiskGiB));
        Assert.Equal((false, true, false), (settings.HighAvailability, settings.SimpleFirewall, settings.Protect));
        Assert.Equal(new ProxmoxNodeSettings(null, "pve3", 900), settings.Nodes["mbox1"]);
        Assert.Equal(new ProxmoxNodeSettings(ProxmoxImage.Download("https://x.example.com/i.img", new string('a', 64))), settings.Nodes["svc1"]);
        Assert.Null(settings.ApiToken);
    }

    [Fact]
    public async Task What_need_not_be_said_has_a_default()
    {
        var (settings, problems) = await ReadAsync(Least());

        Assert.Empty(problems);
        Assert.Equal((false, "root", 9, "vmbr0", null, "ubuntu", "x86-64-v2-AES", "cio", 7000),
            (settings.Insecure, settings.SshUser, settings.Version, settings.Bridge, settings.Vlan, settings.User, settings.CpuType, settings.Prefix, settings.FirstVmId));
        Assert.Equal((null, 500, true, false, true), (settings.Pool, settings.DataDiskGiB, settings.HighAvailability, settings.SimpleFirewall, settings.Protect));
        Assert.Empty(settings.Nodes);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("999999001")]
    [InlineData("svc1")]
    public async Task VM_ids_that_Proxmox_VE_does_not_have_are_refused(string id)
    {
        var (settings, problems) = await ReadAsync(Least($"\"firstVmId\": \"{id}\""));

        Assert.Equal([$"carbonio-infra:proxmox.firstVmId: expected a whole number from 100 to 999999000, found '{id}'"], problems);
        Assert.Equal(7000, settings.FirstVmId);
    }

    [Theory]
    [InlineData("100")]
    [InlineData("999999000")]
    public async Task The_first_and_the_last_VM_ids_are_taken(string id)
    {
        var (settings, problems) = await ReadAsync(Least($"\"firstVmId\": {id}"));

        Assert.Empty(problems);
        Assert.Equal(id, settings.FirstVmId.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("""{"url": "https://x.example.com/i.img"}""", "image.url: expected either good url and sha256 or good template and pveNode, found url")]
    [InlineData("""{"template": 9000}""", "image.url: expected either good url and sha256 or good template and pveNode, found template")]
    [InlineData("""{"template": 9000, "pveNode": "pve1", "sha256": "SHA"}""", "image.url: expected either good url and sha256 or good template and pveNode, found sha256, template, pveNode")]
    [InlineData("{}", "image.url: expected either good url and sha256 or good template and pveNode, found nothing")]
    [InlineData("""{"template": 99, "pveNode": "pve1"}""", "image.template: expected the VM id of a template, from 100 to 999999999, found '99'")]
    [InlineData("""{"url": "ftp://x.example.com/i.img", "sha256": "SHA"}""", "image.url: expected the URL of a cloud image, found 'ftp://x.example.com/i.img'")]
    [InlineData("""{"url": "https://x.example.com/i.img", "sha256": "abc"}""", "image.sha256: expected 64 hexadecimal digits, found 'abc'")]
    [InlineData("9000", "image: expected a map with pveNode, sha256, template, url, found 9000")]
    public async Task An_image_is_a_download_with_its_checksum_or_a_template_with_its_PVE_node(string image, string problem)
    {
        var text = image.Replace("SHA", new string('a', 64), StringComparison.Ordinal);

        Assert.Contains($"carbonio-infra:proxmox.{problem}", (await ReadAsync(Least(image: text))).Problems);
        Assert.Contains($"carbonio-infra:proxmox.nodes.mbox1.{problem}", (await ReadAsync(Least($"\"nodes\": {{\"mbox1\": {{\"image\": {text}}}}}"))).Problems);
    }

    [Fact]
    public async Task Every_problem_is_reported_at_once()
    {
        var (_, problems) = await ReadAsync(
            """
            {
              "endpoint": "pve1", "insecure": "maybe", "sshUser": "A b", "pveNodes": ["pve_1"], "image": {"url": "https://x.example.com/i.img"}, "version": 7,
              "vlan": 0, "prefix": "long", "bridge": "a bridge", "user": "B c", "cpuType": "-", "pool": "-", "dataDiskGiB": 0, "firewall": "none",
              "highAvailability": 1, "protect": 1, "gateway": "10.30.1", "dnsServers": ["ns1"], "virtualAddress": "vip", "administrators": ["office"],
              "nodes": {"mbox1": {"pveNode": "_", "dataDiskGiB": 0, "size": 3}}, "other": 1
            }
            """);

        string[] expected =
        [
            "administrators[0]: expected a network such as 198.51.100.0/24, found 'office'",
            "bridge: expected the name of a bridge such as vmbr0, found 'a bridge'",
            "cpuType: expected a processor type such as x86-64-v3, found '-'",
            "dataDiskGiB: expected a whole number from 1 to 131072, found '0'",
            "datastore: expected the name of a datastore, found nothing",
            "dnsServers[0]: expected an address such as 10.30.0.2, found 'ns1'",
            "endpoint: expected a URL such as https://pve1.example.com:8006/, found 'pve1'",
            "fileDatastore: expected the name of a datastore that takes snippets, found nothing",
            "firewall: expected one of strict, simple, found 'none'",
            "gateway: expected the network's gateway such as 10.30.0.1, found '10.30.1'",
            "highAvailability: expected true or false, found '1'",
            "image.url: expected either good url and sha256 or good template and pveNode, found url",
            "insecure: expected true or false, found 'maybe'",
            "network: expected a network such as 10.30.0.0/24, found nothing",
            "nodes.mbox1.dataDiskGiB: expected a whole number from 1 to 131072, found '0'",
            "nodes.mbox1.pveNode: expected the name of a PVE node such as pve1, found '_'",
            "nodes.mbox1.size: expected one of dataDiskGiB, image, pveNode, found 'size'",
            "pool: expected the name of a pool, found '-'",
            "prefix: expected a lower-case letter and up to two more or digits, found 'long'",
            "protect: expected true or false, found '1'",
            "pveNodes[0]: expected the name of a PVE node such as pve1, found 'pve_1'",
            "sshUser: expected a login name, found 'A b'",
            "user: expected a login name, found 'B c'",
            "version: expected a whole number from 8 to 9, found '7'",
            "virtualAddress: expected the address that load balancers share such as 10.30.0.9, found 'vip'",
            "vlan: expected a whole number from 1 to 4094, found '0'",
        ];
        Assert.Equal(expected, problems.Select(problem => problem["carbonio-infra:proxmox.".Length..])
            .Where(problem => !problem.StartsWith("other:", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("carbonio-infra:proxmox.other: expected one of administrators, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stack_file_without_the_setting_names_what_is_missing()
    {
        var (_, problems) = await ReadAsync(null);

        Assert.Contains("carbonio-infra:proxmox.image: expected {url, sha256} or {template, pveNode}, found nothing", problems);
    }

    [Fact]
    public async Task The_API_token_is_read_and_is_a_secret()
    {
        var (settings, problems) = await ReadAsync(Least(), token: "deploy@pve!infra=secret");

        Assert.Empty(problems);
        Assert.NotNull(settings.ApiToken);
        Assert.True(await Output.IsSecretAsync(settings.ApiToken));
        Assert.Equal("deploy@pve!infra=secret", await OutputUtilities.GetValueAsync(settings.ApiToken));
    }

    /// <summary>What a stack file must say, and <paramref name="more"/>.</summary>
    private static string Least(string more = "\"nodes\": {}", string image = """{"template": 9000, "pveNode": "pve2"}""") =>
        $$"""
        {
          "endpoint": "https://pve1.example.com:8006/", "pveNodes": ["pve1", "pve2", "pve3"], "image": {{image}}, "datastore": "vms", "fileDatastore": "files",
          "network": "10.30.0.0/24", "gateway": "10.30.0.1", "dnsServers": ["10.30.0.2"], "virtualAddress": "10.30.0.9", "administrators": ["198.51.100.0/24"],
          {{more}}
        }
        """;

    private static async Task<(ProxmoxSettings Settings, IReadOnlyCollection<string> Problems)> ReadAsync(string? setting, string? token = null)
    {
        (ProxmoxSettings, IReadOnlyCollection<string>)? result = null;
        var config = new Dictionary<string, string>();
        if (setting is not null)
            config["carbonio-infra:proxmox"] = setting;
        if (token is not null)
            config["carbonio-infra:proxmoxApiToken"] = token;
        await Configured.RunAsync(config, () =>
        {
            var reader = new SettingsReader("carbonio-infra");
            result = (ProxmoxSettingsReader.Read(reader), reader.Problems);
        });
        return result!.Value;
    }
}
