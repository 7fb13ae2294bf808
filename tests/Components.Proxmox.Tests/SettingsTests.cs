using System.Text.Json;
using CarbonioInfra.Components.Proxmox.Settings;
using CarbonioInfra.Components.Settings;
using CarbonioInfra.Tests.Shared;

namespace CarbonioInfra.Components.Proxmox.Tests;

public sealed class SettingsTests
{
    private const string Complete =
        """
        {
          "endpoint": "https://pve1.example.com:8006/", "pveNodes": ["pve1", "pve2", "pve3"], "image": {"template": 9000, "pveNode": "pve2"},
          "datastore": "vms", "fileDatastore": "files", "network": "10.30.0.0/24", "gateway": "10.30.0.1", "dnsServers": ["10.30.0.2"],
          "virtualAddress": "10.30.0.9", "administrators": ["198.51.100.0/24"], "version": 8, "vlan": 12, "pool": "mail", "protect": false,
          "nodes": {"mbox1": {"pveNode": "pve3", "dataDiskGiB": 900}}
        }
        """;

    [Fact]
    public async Task Everything_is_read()
    {
        var (settings, problems) = await ReadAsync(Complete);

        Assert.Empty(problems);
        Assert.Equal((9000, "pve2"), (settings.Image.Template, settings.Image.TemplateNode));
        Assert.Equal((8, 12, "mail", false, "cio"), (settings.Version, settings.Vlan, settings.Pool, settings.Protect, settings.Prefix));
        Assert.Equal(new ProxmoxNodeSettings(null, "pve3", 900), settings.Nodes["mbox1"]);
    }

    [Fact]
    public async Task Every_problem_is_reported_at_once()
    {
        var (_, problems) = await ReadAsync(
            """{"endpoint": "pve1", "pveNodes": ["pve_1"], "image": {"url": "https://x.example.com/i.img"}, "version": 7, "vlan": 4095, "prefix": "long", "other": 1}""");

        string[] expected =
        [
            "proxmox.endpoint: expected a URL such as https://pve1.example.com:8006/, found 'pve1'",
            "proxmox.pveNodes[0]: expected the name of a PVE node such as pve1, found 'pve_1'",
            "proxmox.image.url: expected either good url and sha256 or good template and pveNode, found url",
            "proxmox.version: expected a whole number from 8 to 9, found '7'",
            "proxmox.vlan: expected a whole number from 1 to 4094, found '4095'",
            "proxmox.prefix: expected a lower-case letter and up to two more or digits, found 'long'",
            "proxmox.datastore: expected the name of a datastore, found nothing",
            "proxmox.network: expected a network such as 10.30.0.0/24, found nothing",
        ];
        Assert.All(expected, problem => Assert.Contains($"carbonio-infra:{problem}", problems));
        Assert.Contains(problems, problem => problem.StartsWith("carbonio-infra:proxmox.other: expected one of administrators, ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stack_file_without_the_setting_names_what_is_missing()
    {
        var (_, problems) = await ReadAsync(null);

        Assert.Contains("carbonio-infra:proxmox.image: expected {url, sha256} or {template, pveNode}, found nothing", problems);
    }

    private static async Task<(ProxmoxSettings Settings, IReadOnlyCollection<string> Problems)> ReadAsync(string? setting)
    {
        (ProxmoxSettings, IReadOnlyCollection<string>)? result = null;
        var config = new Dictionary<string, string>();
        if (setting is not null)
            config["carbonio-infra:proxmox"] = setting;
        await Configured.RunAsync(config, () =>
        {
            var reader = new SettingsReader("carbonio-infra");
            result = (ProxmoxSettingsReader.Read(reader), reader.Problems);
        });
        return result!.Value;
    }
}
