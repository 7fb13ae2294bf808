using CarbonioInfra.Components.Tests.Certificates;
using CarbonioInfra.Components.Tests.Sandboxes;
using CarbonioInfra.Components.Tests.Snapshots;

namespace CarbonioInfra.Components.Tests.Roles;

/// <summary>The step <c>java-trust</c> with a real store of Java's; the vendor's command does what is known of it.</summary>
public sealed class JavaTrustTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    private const string Restarts = "cat /run/calls";

    private const string Names = "; echo changeit | keytool -list -keystore /run/cacerts 2>/dev/null | grep -o '^zcs-user[^,]*'";

    // Of the vendor's command: an entry named after its file, the former one of that name deleted.
    private const string Carbonio = Fakes.System + """
        useradd --system zextras
        mkdir -p /opt/zextras/conf
        printf 'mailboxd_truststore=/run/cacerts\nmailboxd_truststore_password=changeit\n' >/run/localconfig
        shim keytool 'exec /usr/bin/keytool "$@"' /opt/zextras/common/bin
        shim zmcertmgr '
          [ "$1" = addcacert ] && [ ! -e /run/refuses ] || { echo "ERROR: refused"; exit 1; }
          entry="zcs-user-$(basename "${2%.*}")"
          keytool -delete -alias "$entry" -keystore /run/cacerts -storepass changeit
          exec keytool -import -alias "$entry" -noprompt -file "$2" -keystore /run/cacerts -storepass changeit' /opt/zextras/bin

        """;

    // What the lab's packages bring, called by the user zextras as on a host, because one of the two refuses root.
    private static readonly string Lab = $"""
        {Carbonio.TrimEnd()}
        useradd --create-home --shell /bin/bash zextras 2>/dev/null || usermod --shell /bin/bash zextras
        rm /usr/local/sbin/su
        printf 'mailboxd_truststore=/opt/zextras/store\nmailboxd_truststore_password=changeit\n' >/run/localconfig
        for folder in /usr/local/bin /opt/zextras/bin; do shim zmlocalconfig 'sed -n "s/^${"{!#}"}=//p" /run/localconfig' "$folder"; done
        {StandIn("bin/zmcertmgr")}
        {StandIn("common/bin/keytool")}
        chown -R zextras /opt/zextras

        """;

    private string Step => steps["mbox1-java-trust"];

    [Fact]
    public void Java_comes_to_trust_the_authority_and_the_mailbox_server_is_restarted_once()
    {
        var result = Sandbox.Run($"{Step} && {Step}", Carbonio, Restarts + Names);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("systemctl restart carbonio-appserver.target\nzcs-user-carbonio-infra\n", result.Inspected);
    }

    [Fact]
    public void The_labs_stand_ins_do_the_same()
    {
        var result = Sandbox.Run($"{Step} && {Step}", Lab, Restarts + "; ls /opt/zextras/store");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("systemctl restart carbonio-appserver.target\nzcs-user-carbonio-infra\n", result.Inspected);
    }

    [Fact]
    public void Another_authority_takes_the_place_of_the_former()
    {
        var former = RoleSteps.Changed(Step, "certificate", TestCertificates.MakeAuthority("example.com").Certificate.TrimEnd('\n'));

        var result = Sandbox.Run($"{former} && {Step}", Carbonio, Restarts + Names);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("systemctl restart carbonio-appserver.target\nsystemctl restart carbonio-appserver.target\nzcs-user-carbonio-infra\n", result.Inspected);
    }

    [Fact]
    public void A_restart_that_a_run_was_cut_off_before_is_made_up_for()
    {
        var result = Sandbox.Run($"{Step} && : >/run/calls && mkdir -p /var/lib/carbonio-infra/restarts && touch /var/lib/carbonio-infra/restarts/appserver && {Step}",
            Carbonio, Restarts);

        Assert.Equal("systemctl restart carbonio-appserver.target\n", result.Inspected);
    }

    [Fact]
    public void A_certificate_that_is_not_taken_is_told_and_nothing_is_restarted()
    {
        var result = Sandbox.Run(Step, Carbonio + "touch /run/refuses", Restarts);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("java-certificate-authority: expected trusted, found not in /run/cacerts after zmcertmgr addcacert", result.Stderr);
        Assert.Contains("ERROR: refused", result.Stderr);
        Assert.Equal("", result.Inspected);
    }

    [Fact]
    public void A_store_that_nobody_names_is_told()
    {
        var result = Sandbox.Run(Step, Carbonio + ": >/run/localconfig");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected a value of the local setting mailboxd_truststore, found none", result.Stderr);
    }

    private static string StandIn(string file) => $"""
        cat >/opt/zextras/{file} <<'END'
        {File.ReadAllText(Path.Combine(Snapshot.Repository(), "embedded/Lab/vendor/packages/carbonio-core/files/opt/zextras", file)).TrimEnd('\n')}
        END
        chmod 0755 /opt/zextras/{file}
        """;
}
