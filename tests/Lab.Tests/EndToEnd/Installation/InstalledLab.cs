using System.Text.Json;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Installation;

/// <summary>The lab with Carbonio installed from stand-ins of its packages, once for all tests of the collection.</summary>
[CollectionDefinition(nameof(InstalledLab))]
public sealed class InstalledLab : ICollectionFixture<InstalledLab>, IDisposable
{
    public const string Domain = "carbonio.test";

    /// <summary>Environment variable with the hosts' operating system, for example <c>ubuntu 22.04</c>. Default: the program's.</summary>
    private const string SystemVariable = "CARBONIO_TEST_SYSTEM";

    private static readonly string? OperatingSystem = Environment.GetEnvironmentVariable(SystemVariable);

    internal LabStack Stack { get; } = new(installCarbonio: true, OperatingSystem,
        IsSet(RollingKills.Variable) ? RollingKills.BringUp : IsSet(InjectedFaults.Variable) ? InjectedFaults.BringUp : null);

    /// <summary>Where clients reach MTAs and proxies.</summary>
    public string VirtualAddress => Outputs().GetProperty("loadBalancer").GetProperty("virtualAddress").GetString()!;

    /// <summary>The administrator's account and password.</summary>
    public (string Account, string Password) Administrator =>
        (Outputs().GetProperty("administrator").GetProperty("account").GetString()!, Outputs().GetProperty("administrator").GetProperty("password").GetString()!);

    public string Exec(string host, string script) => Stack.Exec(host, script);

    /// <summary>Stops or starts a directory server as the system's administrator would.</summary>
    public void Directory(string host, string verb) => Exec(host,
        OperatingSystem is "ubuntu 22.04" ? $"su - zextras -c 'ldap {verb}' >&2" : $"systemctl {verb} carbonio-directory-server.target");

    /// <summary>Asks the mesh, as its administrator, on a host that is one of its servers.</summary>
    public string Mesh(string host, string arguments) => Exec(host,
        "CONSUL_HTTP_TOKEN=$(service-discover bootstrap-token --password \"$(cat /var/lib/service-discover/password)\") consul " + arguments);

    /// <summary>
    /// What of a host a run without a change leaves as it is: the content of what is configured, and since when each service runs.
    /// Without what services write themselves.
    /// </summary>
    public string Fingerprint(string host) => Exec(host, """
        find /etc /opt/zextras/conf /opt/zextras/common/etc /usr/local /var/lib/carbonio-infra -xdev -type f ! -name '*-' ! -name ld.so.cache -print0 2>/dev/null |
          sort -z | xargs -0 -r sha256sum
        systemctl list-units --plain --no-legend --state=active 'carbonio*' service-discover.service haproxy.service patroni.service 'postgresql*' slapd.service \
          keepalived.service rsyslog.service | cut -d ' ' -f 1 | sort | while read -r unit; do
          echo "$unit $(systemctl show --property InvocationID --value "$unit")"
        done
        """);

    public void Dispose() => Stack.Dispose();

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is not null;

    private JsonElement Outputs()
    {
        using var outputs = JsonDocument.Parse(Stack.Run("outputs", "lab", "--json", "--show-secrets").Succeeded());
        return outputs.RootElement.Clone();
    }
}
