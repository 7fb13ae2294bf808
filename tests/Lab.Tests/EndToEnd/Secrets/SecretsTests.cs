using System.IO.Enumeration;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

/// <summary>Where secrets are after runs on the lab, and that the search for them is not blind.</summary>
public sealed class SecretsTests(SecretsRun run) : IClassFixture<SecretsRun>
{
    /// <summary>Environments that Pulumi's protocol and its way of giving a passphrase prescribe; ARCHITECTURE.md lists them.</summary>
    private static readonly HashSet<Finding> Prescribed =
    [
        new("passphrase", "environment of env"),
        new("passphrase", "environment of bash carbonio-infra"),
        new("passphrase", "environment of dotnet carbonio-infra-engine.dll"),
        new("setting", "environment of dotnet CarbonioInfra.Lab.Tests.dll"),
    ];

    [Fact(Explicit = true)]
    public void Every_secret_is_where_it_is_needed_and_nowhere_else()
    {
        string[] expected =
        [
            "passphrase: STATE/lab.passphrase (600 0:0)",
            "host key of svc1: svc1:/etc/ssh/ssh_host_ed25519_key (600 0:0)",
            $"lab-object-storage-secret-key: s3:/var/lib/lab-object-storage/proxy.conf (600 {run.BucketServer})",
            $"object-storage-authority-s3-server-certificate: s3:/var/lib/lab-object-storage/server.pem (600 {run.BucketServer})",
            .. LabStack.Nodes.Select(host => $"setting: {host}:/etc/carbonio-canary/setting (600 0:0)"),
            .. LabStack.Nodes.Select(host => $"{SecretsProgram.Password}: {host}:/etc/carbonio-canary/password (400 1:1)"),
        ];

        var found = run.Findings.Where(finding => finding.Secret != SecretsRun.Planted && !Prescribed.Contains(finding))
            .Select(finding => $"{finding.Secret}: {finding.Place}").ToList();

        Assert.True(found.ToHashSet().SetEquals(expected),
            $"leaked:\n{string.Join('\n', found.Except(expected))}\nnot found where it must be:\n{string.Join('\n', expected.Except(found))}");
    }

    [Theory(Explicit = true)]
    [InlineData("printed")]
    [InlineData("journal of svc1")]
    [InlineData("arguments of tail")]
    [InlineData("environment of sleep")]
    [InlineData("environment of bash ")]
    [InlineData("STATE/logs/*.log (600 0:0)")]
    [InlineData("STATE/planted.json (644 0:0)")]
    [InlineData("/tmp/*.planted (644 0:0)")]
    [InlineData("/var/tmp/*.planted (644 0:0)")]
    [InlineData("svc1:/tmp/planted (644 0:0)")]
    [InlineData("svc1:/dev/shm/planted (644 0:0)")]
    [InlineData("svc1:/etc/carbonio-canary/all (644 0:0)")]
    [InlineData("svc1:/etc/carbonio-canary/other (600 1:1)")]
    [InlineData("name svc1:/etc/carbonio-canary/link")]
    [InlineData("video2:/home/carbonio/.bash_history (600 *:*)")]
    [InlineData("mbox1:/run/systemd/transient/planted-environment.service (644 0:0)")]
    public void A_planted_secret_is_found(string place)
    {
        Assert.Contains(run.Findings, finding => finding.Secret == SecretsRun.Planted
            && FileSystemName.MatchesSimpleExpression(place, finding.Place, ignoreCase: false));
    }

    [Fact(Explicit = true)]
    public void All_hosts_and_processes_were_searched()
    {
        Assert.Equal(LabStack.Nodes.Order(), run.FilesOfHost.Keys.Order());
        // Of what a host has, only what was written since the first run is read; the least that the preparation of one writes is twice this.
        Assert.All(run.FilesOfHost, host => Assert.True(host.Value > 25, $"{host.Key}: {host.Value} files"));
        Assert.True(run.ProcessesSeen > 100, $"{run.ProcessesSeen} argument lists and environments");
    }
}
