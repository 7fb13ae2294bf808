using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Roles;

public sealed class MultiMasterTests(RoleSteps steps) : IClassFixture<RoleSteps>
{
    // What the vendor's tools print, and that they exit 0 on whatever they find.
    private const string Tools = Fakes.System + """
        echo 'ldap_master_url=ldap://svc1.example.com:389' >/run/localconfig
        touch /run/id /run/agreements /run/answers-svc1.example.com
        shim ldapsearch 'for word in "$@"; do case "$word" in ldap://*) host=${word#ldap://}; [ -e "/run/answers-${host%:389}" ] || exit 1;; esac; done'
        shim zmldapmmrtool '
          if [ ! -s /run/id ]; then echo "Error: No Server ID found.  This does not appear to be a multi-master server."; exit 0; fi
          echo "Master Server ID: $(cat /run/id)"
          if [ ! -s /run/agreements ]; then echo "Error: No sync replication entries found"; exit 0; fi
          echo "Master replication agreement: 1"; echo "rid: 100 URI: $(cat /run/agreements) TLS: "' /opt/zextras/libexec
        shim zmldapenable-mmr '
          echo "zmldapenable-mmr $*" >>/run/calls
          [ -e /run/silent ] && exit 0
          if [ "$1" = -s ]; then
            if [ -s /run/id ]; then echo "Error: Server ID provided when the Server ID is already configured."; exit 1; fi
            echo "$2" >/run/id; shift 2
          elif [ ! -s /run/id ]; then echo "Error: No Server ID exists on master and none provided."; exit 1; fi
          echo "$2" >/run/agreements' /opt/zextras/libexec
        shim zmreplchk 'cat /run/report' /opt/zextras/libexec

        """;

    private const string First = Tools + "echo 1 >/run/id; echo ldap://svc2.example.com:389/ >/run/agreements\n";
    private const string Second = Tools + """
        echo 2 >/run/id; echo ldap://svc1.example.com:389/ >/run/agreements; touch /run/answers-svc2.example.com
        cat >/run/report <<'END'
        Master: ldap://svc2.example.com:389 ServerID: 2 Code: 0 Status: In Sync CSNs:
        20260101000000.000000Z#000000#001#000000
        20260101000000.000000Z#000000#002#000000
        Master: ldap://svc1.example.com:389 ServerID: 1 Code: 0 Status: In Sync CSNs:
        20260101000000.000000Z#000000#001#000000
        20260101000000.000000Z#000000#002#000000
        END

        """;

    [Theory]
    [InlineData(Tools, "zmldapenable-mmr -s 1 -m ldap://svc2.example.com:389/\n")]
    [InlineData(Tools + "echo 1 >/run/id\n", "zmldapenable-mmr -m ldap://svc2.example.com:389/\n")]
    [InlineData(First, "")]
    public void The_first_follows_the_second_whatever_a_former_run_has_left(string arrange, string expected)
    {
        var step = steps["svc1-multi-master"];

        var result = Sandbox.Run($"{step} && mv /run/calls /run/first && touch /run/calls && {step}", arrange, "cat /run/first; echo again:; cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(
            expected + "zmlocalconfig ldap_master_url=ldap://svc1.example.com:389 ldap://svc2.example.com:389\nsystemctl restart carbonio.target\nagain:\n",
            result.Inspected);
    }

    [Fact]
    public void A_directory_that_was_made_anew_beside_the_other_is_not_mixed_with_it()
    {
        var result = Sandbox.Run(steps["svc1-multi-master"], Tools + "touch /run/answers-svc2.example.com", "cat /run/calls");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected no directory on svc2.example.com before this one follows it, found one", result.Stderr);
        Assert.Equal("", result.Inspected);
    }

    [Fact]
    public void A_directory_that_follows_already_does_not_mind_that_the_other_is_there_or_away()
    {
        const string done = First + "echo 'ldap_master_url=ldap://svc1.example.com:389 ldap://svc2.example.com:389' >/run/localconfig\n";

        foreach (var arrange in new[] { done, done + "touch /run/answers-svc2.example.com" })
        {
            var result = Sandbox.Run(steps["svc1-multi-master"], arrange, "cat /run/calls");
            Assert.True(result.ExitCode == 0, result.ToString());
            Assert.Equal("", result.Inspected);
        }
    }

    [Fact]
    public void A_tool_that_fails_without_a_word_is_reported()
    {
        var result = Sandbox.Run(steps["svc1-multi-master"], Tools + "touch /run/silent");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("multi-master: expected Master Server ID 1, an agreement with ldap://svc2.example.com:389/, found Error: No Server ID found.", result.Stderr);
    }

    [Theory]
    [InlineData("echo 7 >/run/id", "Master Server ID: 7")]
    [InlineData("touch /run/silent; echo ldap://svc2xexample.com:389/ >/run/agreements", "URI: ldap://svc2xexample.com:389/")]
    public void Another_number_or_another_master_is_not_taken_for_the_right_one(string flaw, string found)
    {
        var result = Sandbox.Run(steps["svc1-multi-master"], First + flaw);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(found, result.Stderr);
    }

    [Fact]
    public void A_local_configuration_that_does_not_change_is_reported_and_the_restart_stays_owed()
    {
        var result = Sandbox.Run(steps["svc1-multi-master"], First + "touch /run/local-read-only", "ls /var/lib/carbonio-infra/restarts");

        Assert.Contains("ldap-master-url: expected ldap://svc1.example.com:389 ldap://svc2.example.com:389, found ldap://svc1.example.com:389", result.Stderr);
        Assert.Equal("all\n", result.Inspected);
    }

    [Fact]
    public void A_run_that_was_cut_off_before_its_restart_restarts_the_next_time()
    {
        var result = Sandbox.Run(steps["svc1-multi-master"],
            First + "echo 'ldap_master_url=ldap://svc1.example.com:389 ldap://svc2.example.com:389' >/run/localconfig; mkdir -p /var/lib/carbonio-infra/restarts; touch /var/lib/carbonio-infra/restarts/all",
            "cat /run/calls; ls /var/lib/carbonio-infra");

        Assert.Equal("systemctl restart carbonio.target\n", result.Inspected);
    }

    [Fact]
    public void Where_Carbonio_has_no_units_zmcontrol_restarts_it()
    {
        var result = Sandbox.Run(steps["svc1-multi-master"], First + "printf 'ID=ubuntu\\nVERSION_ID=\"22.04\"\\n' >/etc/os-release", "grep restart /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("zmcontrol restart\n", result.Inspected);
    }

    [Fact]
    public void The_second_ends_when_both_are_in_sync()
    {
        var result = Sandbox.Run(steps["svc2-multi-master"], Second, "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("zmlocalconfig ldap_master_url=ldap://svc2.example.com:389 ldap://svc1.example.com:389\nsystemctl restart carbonio.target\n", result.Inspected);
    }

    [Theory]
    [InlineData("sed -i '4s/.*/Master: ldap:\\/\\/svc1.example.com:389 ServerID: 1 Code: 6 Status: 0h 0m 9s behind CSNs:/' /run/report", "Code: 6 Status: 0h 0m 9s behind")]
    [InlineData("sed -i '4,6d' /run/report; echo 'Master: ldap://svc1.example.com:389 ServerID:  Code: 4 Status: Server down' >>/run/report", "Code: 4 Status: Server down")]
    [InlineData("sed -i '4,6d' /run/report", "ldap://svc1.example.com:389: not reported")]
    [InlineData("sed -i '2d' /run/report", "ldap://svc1.example.com:389: other changes than ldap://svc2.example.com:389")]
    [InlineData("echo 'Unable to bind to master' >/run/report", "ldap://svc2.example.com:389: not reported;ldap://svc1.example.com:389: not reported")]
    public void The_second_reports_what_is_not_in_sync(string flaw, string found)
    {
        var result = Sandbox.Run(steps.Impatient("svc2-multi-master"), Second + flaw);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("replication: expected both masters in sync within 1 s, found ", result.Stderr);
        Assert.Contains(found, result.Stderr);
    }

    [Fact]
    public void The_second_makes_no_agreement_by_itself()
    {
        var result = Sandbox.Run(steps["svc2-multi-master"], Second + "echo -n >/run/agreements", "cat /run/calls");

        Assert.Contains("found Master Server ID: 2 Error: No sync replication entries found", result.Stderr);
        Assert.Equal("", result.Inspected);
    }
}
