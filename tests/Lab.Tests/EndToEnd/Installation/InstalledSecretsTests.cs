using System.IO.Enumeration;
using CarbonioInfra.Lab.Tests.EndToEnd.Secrets;

namespace CarbonioInfra.Lab.Tests.EndToEnd.Installation;

/// <summary>
/// Where the passwords of an installed Carbonio are: in files that Carbonio's own programs read, and nowhere else. That the search is not
/// blind is shown by <see cref="SecretsTests"/>.
/// </summary>
public sealed class InstalledSecretsTests(EndToEndLab lab)
{
    private readonly InstalledLab _lab = lab.Installed;

    /// <summary>Secret, path and access, without hosts and without the numbers of system users, which differ from host to host.</summary>
    private static readonly string[] Needed =
    [
        .. from account in (string[])["admin", "amavis", "nginx", "postfix", "replication", "root"]
           select $"secret-directory-{account}: /opt/zextras/conf/localconfig.xml (640 *:*)",
        "secret-directory-admin: /opt/zextras/conf/dovecot-ldap.conf (600 0:0)",
        "secret-directory-postfix: /opt/zextras/conf/postfix/ldap-*.cf (640 0:*)",
        "secret-directory-replication: /opt/zextras/data/ldap/config/cn=config/olcDatabase={?}mdb.ldif (600 *:*)",
        "certificate-key: /opt/zextras/conf/domaincerts/carbonio.test.key (600 0:0)",
        "certificate-key: /opt/zextras/data/ldap/*/data.mdb (600 *:*)",
        "lab-object-storage-secret-key: /var/lib/lab-object-storage/proxy.conf (600 *:*)",
        "license: /var/lib/postgresql/15/main/* (600 *:*)",
        "object-storage-authority-s3-server-certificate: /var/lib/lab-object-storage/server.pem (600 *:*)",
        "secret-mesh: /var/lib/service-discover/password (400 0:0)",
        "secret-postgres-admin: /etc/patroni/config.yml (600 *:*)",
        "secret-postgres-replication: /etc/patroni/config.yml (600 *:*)",
        "secret-postgres-replication: /var/lib/postgresql/pgpass (600 *:*)",
    ];

    [Fact(Explicit = true)]
    public void Every_password_is_where_Carbonio_reads_it_and_nowhere_else()
    {
        var stack = _lab.Stack;
        var secrets = _lab.Secrets;
        var search = new SecretSearch(secrets);
        var printed = _lab.Up.Output + _lab.Up.Error + string.Concat(stack.Logs.Select(File.ReadAllText));

        var onHosts = LabStack.Nodes
            .SelectMany(host => FileSearch.In(search, "", stack.RootOf(host), stack.Since, "proc", "sys", "dev/pts").Findings)
            // A mailstore's disk is seen at both of its places.
            .Select(finding => $"{finding.Secret}: /{finding.Place}".Replace(": /srv/carbonio-data/", ": /opt/", StringComparison.Ordinal))
            .ToHashSet();

        Assert.Equal(16, secrets.Count);
        Assert.Empty(search.In(printed));
        Assert.DoesNotContain(_lab.Processes.Search(search), finding => !IsPrescribed(finding));
        Assert.DoesNotContain(onHosts, found => !Needed.Any(needed => Matches(needed, found)));
        Assert.All(Needed, needed => Assert.Contains(onHosts, found => Matches(needed, found)));
    }

    [Fact(Explicit = true)]
    public void No_journal_has_a_password()
    {
        var search = new SecretSearch(_lab.Secrets);

        Assert.All(LabStack.Nodes, host =>
            Assert.Empty(search.In(_lab.Stack.Lab("exec", host, "--", "journalctl", "--no-pager", "--all", "--output=export").Succeeded())));
    }

    private static bool IsPrescribed(Finding finding) => finding.Secret switch
    {
        // The vendor's bootstraps of databases take this one from their environment, and from nowhere else.
        "secret-postgres-admin" => finding.Place.StartsWith("environment of ", StringComparison.Ordinal),
        // Pulumi gives a program its settings like this.
        "license" or "certificate-key" => finding.Place == "environment of dotnet CarbonioInfra.Infra.dll",
        _ => false,
    };

    private static bool Matches(string pattern, string found) => FileSystemName.MatchesSimpleExpression(pattern, found, ignoreCase: false);
}
