using System.Security.Cryptography;
using System.Text.Json;
using CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Installation;

/// <summary>A lab of prepared hosts on which Carbonio is installed, from stand-ins of its packages.</summary>
public sealed class InstalledLab
{
    /// <param name="prepared">The hosts.</param>
    internal InstalledLab(LabStack prepared)
    {
        prepared.First.Succeeded();
        Stack = prepared;
        Stack.StackFile = Stack.StackFile.Replace("installCarbonio: false", "installCarbonio: true", StringComparison.Ordinal);
        Stack.Configure(RandomNumberGenerator.GetHexString(32), Site.Settings);
        using (Processes = new ProcessWatch())
            Up = IsSet(RollingKills.Variable) ? RollingKills.Up(Stack) : IsSet(InjectedFaults.Variable) ? InjectedFaults.Up(Stack) : Stack.Up();
    }

    internal LabStack Stack { get; }

    /// <summary>What the site has given.</summary>
    internal Site Site { get; } = new();

    /// <summary>All that nobody may read who does not need it: what the stack has made, and what the site has given.</summary>
    internal IReadOnlyList<Secret> Secrets =>
        [.. StateSecrets.Of(Stack.Run("state", "export", "lab", "--show-secrets").Succeeded()), .. Site.Secrets];

    /// <summary>How the run ended that installed the last of it.</summary>
    internal CommandResult Up { get; }

    /// <summary>The processes of the installation.</summary>
    internal ProcessWatch Processes { get; }

    /// <summary>Where clients reach MTAs and proxies.</summary>
    public string VirtualAddress => Outputs().GetProperty("loadBalancer").GetProperty("virtualAddress").GetString()!;

    /// <summary>The administrator's account and password.</summary>
    public (string Account, string Password) Administrator =>
        (Outputs().GetProperty("administrator").GetProperty("account").GetString()!, Outputs().GetProperty("administrator").GetProperty("password").GetString()!);

    public string Exec(string host, string script) => Stack.Exec(host, script);

    /// <summary>Stops or starts a directory server as the system's administrator would.</summary>
    public void Directory(string host, string verb) => Exec(host,
        LabStack.HasUnits ? $"systemctl {verb} carbonio-directory-server.target" : $"su - zextras -c 'ldap {verb}' >&2");

    /// <summary>Asks the mesh, as its administrator, on a host that is one of its servers.</summary>
    public string Mesh(string host, string arguments) => Exec(host,
        "CONSUL_HTTP_TOKEN=$(service-discover bootstrap-token --password \"$(cat /var/lib/service-discover/password)\") consul " + arguments);

    /// <summary>
    /// What of a host a run without a change leaves as it is: the content of what is configured, and since when each service runs.
    /// Without what services write themselves.
    /// </summary>
    public string Fingerprint(string host) => Exec(host, """
        find /etc /opt/zextras/conf /opt/zextras/common/etc /usr/local /usr/libexec/keepalived /var/lib/carbonio-infra -xdev -type f ! -name '*-' ! -name ld.so.cache -print0 2>/dev/null |
          sort -z | xargs -0 -r sha256sum
        systemctl list-units --plain --no-legend --state=active 'carbonio*' service-discover.service haproxy.service patroni.service 'postgresql*' slapd.service \
          keepalived.service rsyslog.service | cut -d ' ' -f 1 | sort | while read -r unit; do
          echo "$unit $(systemctl show --property InvocationID --value "$unit")"
        done
        """ + (LabStack.HasUnits ? "" : """

        ps -eo ppid=,user=,pid=,lstart=,comm= | awk '$1 == 1 && $2 == "zextras"'
        """));

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is not null;

    private JsonElement Outputs()
    {
        using var outputs = JsonDocument.Parse(Stack.Run("outputs", "lab", "--json", "--show-secrets").Succeeded());
        return outputs.RootElement.Clone();
    }
}
