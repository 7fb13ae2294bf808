using System.Collections.Immutable;
using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Secrets;
using CarbonioInfra.Components.Topologies;
using Pulumi;

namespace CarbonioInfra.Components.Roles;

/// <summary>What <c>carbonio-bootstrap -c</c> is told about a node: the keys that <c>setup.pl</c> reads.</summary>
/// <remarks>
/// Values that the vendor's program would derive from the node's own name are given explicitly: on nodes other than the directory's
/// primary it derives them wrong. Keys that it ignores are left out, because it dumps them in clear.
/// </remarks>
internal static class BootstrapKeys
{
    /// <summary>The step that configures <paramref name="host"/> for the first time.</summary>
    /// <param name="topology">The whole cluster.</param>
    /// <param name="host">The host.</param>
    /// <param name="secrets">The cluster's passwords.</param>
    /// <param name="site">What the site says.</param>
    public static HostScript Script(Topology topology, Host host, CarbonioSecrets secrets, BootstrapSite site)
    {
        var node = host.Node;
        var domain = topology.Domain;
        var directory = topology.With(Role.DirectoryServer);
        var administrator = $"zextras@{domain}";
        (string Key, Input<string> Value)[] plain =
        [
            ("HOSTNAME", host.Fqdn),
            ("LDAPHOST", topology.Fqdn(directory[0])),
            ("LDAPPORT", "389"),
            ("AVUSER", administrator),
            ("AVDOMAIN", domain),
            ("SMTPSOURCE", administrator),
            ("SMTPDEST", administrator),
            ("TRAINSASPAM", Account("spam")),
            ("TRAINSAHAM", Account("ham")),
            ("VIRUSQUARANTINE", Account("virus-quarantine")),
            .. When(node == directory[0],
                ("CREATEDOMAIN", domain), ("DOCREATEDOMAIN", "yes"), ("CREATEADMIN", administrator), ("zimbraPrefTimeZoneId", site.TimeZone)),
            .. When(node.Has(Role.DirectoryServer) && node != directory[0],
                ("LDAPSERVERID", (directory.IndexOf(node) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture)), ("LDAPREPLICATIONTYPE", "mmr")),
            .. When(node.Has(Role.Mailstore), ("CREATEADMIN", administrator)),
            .. When(node.Has(Role.Proxy), ("PUBLICSERVICEHOSTNAME", site.PublicHostname)),
            .. When(node.Has(Role.Mta), ("zimbraMtaMyNetworks", site.TrustedNetworks)),
        ];
        (string Key, string Variable, Output<string> Value)[] secret =
        [
            ("LDAPADMINPASS", "ldap_admin_password", secrets.DirectoryAdmin),
            ("LDAPROOTPASS", "ldap_root_password", secrets.DirectoryRoot),
            ("LDAPREPPASS", "ldap_replication_password", secrets.DirectoryReplication),
            ("LDAPPOSTPASS", "ldap_postfix_password", secrets.DirectoryPostfix),
            ("LDAPAMAVISPASS", "ldap_amavis_password", secrets.DirectoryAmavis),
            ("ldap_nginx_password", "ldap_nginx_password", secrets.DirectoryNginx),
            .. node == topology.With(Role.Mailstore)[0] ? [("CREATEADMINPASS", "administrator_password", secrets.Administrator)]
                : Array.Empty<(string, string, Output<string>)>(),
        ];

        var script = HostScript.Load("Nodes/Installation/bootstrap.sh")
            .With("fqdn", host.Fqdn)
            .With("directory_primary", topology.Fqdn(directory[0]))
            .With("plain_keys", Lines(plain))
            .With("secret_keys", string.Join('\n', secret.Select(entry => $"{entry.Key} {entry.Variable}")))
            .With("patience_seconds", "120");
        return secret.Aggregate(script, (current, entry) => current.WithSecret(entry.Variable, entry.Value));

        Input<string> Account(string name) => Output.Format($"{name}.{secrets.SystemAccounts}@{domain}");
    }

    private static Output<string> Lines((string Key, Input<string> Value)[] keys) =>
        Output.All(keys.Select(entry => entry.Value)).Apply(values =>
            string.Join('\n', keys.Select(entry => entry.Key).Zip(values, (key, value) => $"{key}=\"{value}\"")));

    private static (string Key, Input<string> Value)[] When(bool applies, params (string Key, Input<string> Value)[] keys) =>
        applies ? keys : [];
}
