using System.Collections.Immutable;
using Pulumi;
using Pulumi.Random;

namespace CarbonioInfra.Components.Secrets;

/// <summary>
/// The passwords of a cluster, one for each account (<see cref="GeneratedPassword"/>). They travel through files, shells, URLs and LDAP
/// filters of the vendor's.
/// </summary>
public sealed class CarbonioSecrets : ComponentResource
{
    /// <summary>
    /// Passwords that can be made anew, by their names in the setting <c>secretGenerations</c>. Of all others no command of the vendor's
    /// sets a new value on every host that uses it.
    /// </summary>
    public static ImmutableArray<string> Rotatable { get; } = ["administrator", "postgresAdministrator", "postgresReplication"];

    /// <summary>Makes the passwords that do not exist yet.</summary>
    /// <param name="name">Name of the component.</param>
    /// <param name="generations">A text for each password that shall be made anew when the text changes. See <see cref="Rotatable"/>.</param>
    /// <param name="options">Component options.</param>
    /// <exception cref="RunException">A name is not <see cref="Rotatable"/>.</exception>
    public CarbonioSecrets(string name, IReadOnlyDictionary<string, string>? generations = null, ComponentResourceOptions? options = null)
        : base("carbonio-infra:secrets:CarbonioSecrets", name, options)
    {
        var keepers = generations ?? ImmutableDictionary<string, string>.Empty;
        Settings.SettingsReader.ThrowIfAny("secrets", Problems(keepers));

        DirectoryRoot = Make("directory-root", null);
        DirectoryAdmin = Make("directory-admin", null);
        DirectoryReplication = Make("directory-replication", null);
        DirectoryPostfix = Make("directory-postfix", null);
        DirectoryAmavis = Make("directory-amavis", null);
        DirectoryNginx = Make("directory-nginx", null);
        Mesh = Make("mesh", null);
        PostgresAdmin = Make("postgres-admin", "postgresAdministrator");
        PostgresReplication = Make("postgres-replication", "postgresReplication");
        Administrator = Make("administrator", "administrator");
        SystemAccounts = new RandomString($"{name}-system-accounts", new RandomStringArgs
        {
            Length = 10,
            Special = false,
            Upper = false,
        }, new CustomResourceOptions { Parent = this, IgnoreChanges = { "length", "special", "upper" } }).Result;
        RegisterOutputs();

        Output<string> Make(string account, string? rotatable) =>
            GeneratedPassword.Make($"{name}-{account}", this, rotatable is null ? null : keepers.GetValueOrDefault(rotatable));
    }

    /// <summary>LDAP: <c>cn=config</c> (LDAPROOTPASS).</summary>
    public Output<string> DirectoryRoot { get; }

    /// <summary>LDAP: <c>uid=zimbra,cn=admins,cn=zimbra</c> (LDAPADMINPASS).</summary>
    public Output<string> DirectoryAdmin { get; }

    /// <summary>LDAP: replication between the directory servers (LDAPREPPASS).</summary>
    public Output<string> DirectoryReplication { get; }

    /// <summary>LDAP: Postfix (LDAPPOSTPASS).</summary>
    public Output<string> DirectoryPostfix { get; }

    /// <summary>LDAP: amavis (LDAPAMAVISPASS).</summary>
    public Output<string> DirectoryAmavis { get; }

    /// <summary>LDAP: nginx (ldap_nginx_password).</summary>
    public Output<string> DirectoryNginx { get; }

    /// <summary>Opens the credentials of the service mesh.</summary>
    public Output<string> Mesh { get; }

    /// <summary>PostgreSQL role <c>carbonio_adm</c>.</summary>
    public Output<string> PostgresAdmin { get; }

    /// <summary>PostgreSQL role <c>carbonio_postgres_replica</c>.</summary>
    public Output<string> PostgresReplication { get; }

    /// <summary>The administrator's account, <c>zextras@DOMAIN</c>.</summary>
    public Output<string> Administrator { get; }

    /// <summary>No secret: what the names of the accounts for spam, ham and quarantine end in, so that nobody sends to them by chance.</summary>
    public Output<string> SystemAccounts { get; }

    /// <summary>What is wrong with <paramref name="generations"/>; empty when each names a password that can be made anew.</summary>
    public static ImmutableArray<string> Problems(IReadOnlyDictionary<string, string> generations) =>
    [
        .. generations.Keys.Where(key => !Rotatable.Contains(key)).Order(StringComparer.Ordinal).Select(key =>
            $"secretGenerations.{key}: expected one of {string.Join(", ", Rotatable)}, which alone can be set anew on every host, found '{key}'"),
    ];
}
