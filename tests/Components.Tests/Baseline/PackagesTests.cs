using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Baseline;

public sealed class PackagesTests(BaselineSteps steps) : IClassFixture<BaselineSteps>
{
    private const string Shims = """
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/sbin/$1"; chmod +x "/usr/local/sbin/$1"; }
        shim dpkg-query 'exit 1'

        """;

    private const string Rhel = """
        shim() { printf '#!/bin/bash\n%s\n' "$2" >"/usr/local/sbin/$1"; chmod +x "/usr/local/sbin/$1"; }
        printf 'ID="rhel"\nVERSION_ID="9.6"\n' >/etc/os-release
        rm -f /etc/debian_version
        shim rpm 'for name in "${@:4}"; do [ ! -e "/run/installed-$name" ] || echo "installed $name"; done'

        """;

    // Sources as old as a machine's are when its steps run.
    private const string Lists = Shims + """
        printf 'ID=ubuntu\nVERSION_ID="24.04"\n' >/etc/os-release
        mkdir -p /etc/apt/sources.list.d
        touch -d '-1 hour' /etc/apt/sources.list /etc/apt/sources.list.d
        shim apt-get 'echo "$*" >>/run/calls'

        """;

    // A registered RHEL 9 as it comes: what each command answers is taken from its manual.
    private const string Repositories = Rhel + """
        printf '%s\n' rhel-9-for-x86_64-baseos-rpms rhel-9-for-x86_64-appstream-rpms >/run/enabled
        printf '%s\n' codeready-builder-for-rhel-9-x86_64-debug-rpms codeready-builder-for-rhel-9-x86_64-rpms >/run/disabled
        shim dnf '
          echo "dnf $*" >>/run/calls
          case "$*" in
            "-q repolist --enabled") echo "repo id        repo name"; sed "s/$/ some name/" /run/enabled;;
            "-q repolist --all") echo "repo id        repo name      status"; sed "s/$/ some name enabled/" /run/enabled; sed "s/$/ some name disabled/" /run/disabled;;
            *" install epel-release") echo "Error: Unable to find a match: epel-release" >&2; exit 1;;
            *" install https://"*epel-release-latest-9.noarch.rpm) echo epel >>/run/enabled;;
            "config-manager --set-enabled "*) echo "$3" >>/run/enabled;;
            "-q module list postgresql") ;;
            "-qy module disable postgresql") touch /run/module-disabled;;
            "-q module list --disabled postgresql") [ -e /run/module-disabled ];;
          esac'
        shim subscription-manager 'echo "subscription-manager $*" >>/run/calls; case "$1" in repos) echo "$3" >>/run/enabled;; esac'
        touch /run/installed-dnf-plugins-core

        """;

    [Fact]
    public void A_registered_RHEL_gets_its_repositories_and_loses_the_PostgreSQL_module()
    {
        var result = Sandbox.Run(steps.OnRhel("repositories"), Repositories, "grep -v repolist /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("""
            subscription-manager identity
            subscription-manager repos --enable codeready-builder-for-rhel-9-x86_64-rpms
            dnf -y --setopt=exit_on_lock=False --allowerasing install epel-release
            dnf -y --setopt=exit_on_lock=False --allowerasing install https://dl.fedoraproject.org/pub/epel/epel-release-latest-9.noarch.rpm
            dnf -q module list postgresql
            dnf -qy module disable postgresql
            dnf -q module list --disabled postgresql

            """, result.Inspected);
    }

    [Fact]
    public void A_rebuild_switches_its_own_repository_on()
    {
        var result = Sandbox.Run(steps.OnRhel("repositories"),
            Repositories + "printf '%s\n' baseos appstream epel >/run/enabled; printf '%s\n' crb crb-source >/run/disabled; rm /usr/local/sbin/subscription-manager",
            "grep -v repolist /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.StartsWith("dnf config-manager --set-enabled crb\ndnf -q module", result.Inspected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sites_mirrors_are_taken_as_they_are()
    {
        var result = Sandbox.Run(steps.OnRhel("repositories"),
            Repositories + "printf '%s\n' Site_RHEL9_BaseOS Site_RHEL9_AppStream Site_RHEL9_CRB Site_EPEL_9 >/run/enabled", "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain("install", result.Inspected);
        Assert.DoesNotContain("--enable ", result.Inspected);
    }

    [Theory]
    [InlineData("echo rhel-9-for-x86_64-appstream-rpms >/run/enabled", "repository-baseos: expected an enabled repository with baseos in its id, found none")]
    [InlineData("echo rhel-9-for-x86_64-baseos-rpms >/run/enabled", "repository-appstream: expected an enabled repository with appstream in its id, found none")]
    [InlineData(": >/run/disabled", "repository-crb: expected an enabled repository with crb in its id, found none")]
    [InlineData("sed -i 's/epel-release-latest-9/no-way-out/' /usr/local/sbin/dnf", "repository-epel: expected an enabled repository with epel in its id, found none")]
    [InlineData("sed -i 's/touch .run.module-disabled/:/' /usr/local/sbin/dnf", "postgresql-module: expected disabled, found not disabled")]
    public void A_repository_that_cannot_be_had_is_reported(string arrange, string message)
    {
        var result = Sandbox.Run(steps.OnRhel("repositories"), Repositories + arrange);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("svc1: repositories: 1 check(s) failed", result.Stderr);
        Assert.Contains(message, result.Stderr);
    }

    [Fact]
    public void A_system_without_the_module_has_nothing_to_disable()
    {
        var result = Sandbox.Run(steps.OnRhel("repositories"),
            Repositories + "sed -i 's/\"-q module list postgresql\") ;;/\"-q module list postgresql\") exit 1;;/' /usr/local/sbin/dnf");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Contains("\"check\":\"postgresql-module\",\"verdict\":\"not-applicable\"", result.Stdout);
    }

    [Fact]
    public void On_RHEL_the_packages_have_the_names_that_they_have_there()
    {
        var result = Sandbox.Run(steps.OnRhel("packages"),
            Rhel + "shim dnf 'echo \"$*\" >>/run/calls; for p in \"$@\"; do touch \"/run/installed-$p\"; done'", "cat /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("-y --setopt=exit_on_lock=False --allowerasing install carbonio-directory-server carbonio-message-broker carbonio-user-management "
            + "curl dos2unix fontconfig gnupg2 iputils jq nmap-ncat patroni perl pinentry postgresql16 postgresql16-server python3 python3-consul "
            + "python3-psycopg2 rsyslog service-discover-server sysstat watchdog wget\n", result.Inspected);
    }

    [Theory]
    [InlineData("rm -f /usr/bin/perl", "perl: expected /usr/bin/perl, found none")]
    [InlineData("shim python3 :", "python3: expected /usr/bin/python3, found /usr/local/sbin/python3")]
    public void Another_interpreter_than_the_distributions_is_reported(string arrange, string message)
    {
        var result = Sandbox.Run(steps["packages"],
            Shims + "printf 'ID=ubuntu\nVERSION_ID=\"24.04\"\n' >/etc/os-release\nshim dpkg-query 'for name in \"${@:4}\"; do echo \"installed $name\"; done'\n" + arrange);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("packages: 1 check(s) failed", result.Stderr);
        Assert.Contains(message, result.Stderr);
    }

    [Fact]
    public void Packages_that_do_not_get_installed_are_reported_although_the_package_manager_says_nothing()
    {
        var result = Sandbox.Run(steps["packages"],
            Shims + "printf 'ID=ubuntu\\nVERSION_ID=\"24.04\"\\n' >/etc/os-release\nshim apt-get 'echo \"$*\" >>/run/calls'", "cat /run/calls");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("package-jq: expected installed, found missing", result.Stderr);
        Assert.Contains("install --no-install-recommends carbonio-directory-server carbonio-message-broker carbonio-user-management curl fontconfig gnupg "
            + "iputils-ping jq libgmp10 patroni perl postgresql-16 python3 python3-consul python3-psycopg2 python3-pysyncobj rsyslog service-discover-server sysstat "
            + "watchdog wget", result.Inspected);
    }

    [Theory]
    [InlineData(":", 0)]
    [InlineData("touch -d '1 minute' /etc/apt/sources.list.d/another.list", 1)]
    [InlineData("touch -d '-11 minutes' /run/carbonio-infra/package-lists", 1)]
    [InlineData("rm /run/carbonio-infra/package-lists", 1)]
    public void Package_lists_are_fetched_again_when_they_are_old_or_a_source_is_new(string arrange, int fetched)
    {
        var result = Sandbox.Run($"{steps["packages"]}; : >/run/calls; {arrange}; {steps["packages"]}", Lists, "grep -c update /run/calls || true");

        Assert.Equal($"{fetched}\n", result.Inspected);
    }

    [Fact]
    public void Package_lists_that_apt_could_not_fetch_are_fetched_by_the_next_step()
    {
        var result = Sandbox.Run(steps["packages"], Lists + "\nshim apt-get 'echo \"$*\" >>/run/calls; echo \"W: Failed to fetch it\"'", "ls /run/carbonio-infra; cat /run/calls");

        Assert.DoesNotContain("package-lists", result.Inspected);
        Assert.Contains(" update\n", result.Inspected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_to_fetch_package_lists_ends_the_step_with_what_apt_said()
    {
        var result = Sandbox.Run(steps["packages"], Lists + "\nshim apt-get 'echo \"E: the lists are locked\" >&2; exit 100'");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected apt-get to fetch the package lists, found: E: the lists are locked", result.Stderr);
    }
}
