using CarbonioInfra.Components.Nodes.Repositories;
using CarbonioInfra.Components.Tests.Planning;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Installation;

/// <summary>Against real keys; what a web server would deliver lies in <c>/srv</c>.</summary>
public sealed class PackageSourcesTests
{
    private const string Fingerprint = "5dc7680bc4378c471a7fa80f52fd40243e584a21";

    private const string Site = Shims.Functions + """
        export GNUPGHOME=/root/makes-keys
        mkdir -m 0700 "$GNUPGHOME"
        make_key() { gpg --batch --quiet --passphrase '' --quick-generate-key "$1" ed25519 sign never 2>/dev/null; gpg --armor --export "$1" >"/srv/$1"; }
        make_key vendor; make_key other
        gpgconf --kill gpg-agent
        vendor="$(gpg --with-colons --list-keys vendor | awk -F: '$1 == "fpr" { print $10; exit }')"
        shim curl '
          echo "curl ${*: -1}" >>/run/calls
          while [ $# -gt 1 ]; do [ "$1" != --output ] || output=$2; shift; done
          [ -f /srv/key ] && cp /srv/key "$output"'
        shim dpkg-query 'for name in "${@:4}"; do echo "installed $name"; done'
        shim apt-get 'echo "apt-get ${*: -1}" >>/run/calls'
        shim apt-cache 'grep -qs https://mirror.test/ubuntu /etc/apt/sources.list.d/zextras.list && echo "carbonio-core | 1.0-1 | https://mirror.test/ubuntu noble/main amd64 Packages"'
        cp /srv/vendor /srv/key
        # What the plan could not know: the fingerprint of a key that was made just now.
        echo "$vendor" >/run/vendor-fingerprint

        """;

    [Fact]
    public async Task The_key_of_the_known_fingerprint_and_the_repository_are_there_afterwards()
    {
        var result = await RunAsync(Site, "cat /etc/apt/sources.list.d/*.list; gpg --show-keys --with-colons /usr/share/keyrings/zextras.gpg | grep -c ^pub; stat -c %a /usr/share/keyrings/zextras.gpg; cat /run/calls; ls /run/carbonio-infra");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("""
            deb [arch=amd64 signed-by=/usr/share/keyrings/zextras.gpg] https://mirror.test/ubuntu noble main
            1
            644
            curl https://mirror.test/key
            apt-get update
            package-lists
            package-sources.lock

            """, result.Inspected.Replace("apt.lock\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_second_run_asks_nobody_and_touches_nothing()
    {
        var step = await StepAsync("https://mirror.test/ubuntu");
        const string State = "find /usr/share/keyrings/zextras.gpg /etc/apt/sources.list.d/zextras.list -printf '%p %T@\\n'";

        var result = Sandbox.Run($"{Known(step)}; {State} >/run/first; : >/run/calls; {Known(step)}; {State} | diff /run/first - && cat /run/calls", Site);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.DoesNotContain("curl", result.Stdout);
        Assert.DoesNotContain("apt-get", result.Stdout);
    }

    [Theory]
    [InlineData("cp /srv/other /srv/key", "expected the key")]
    [InlineData("cat /srv/other >>/srv/key", "expected the key")]
    [InlineData("echo '<html>' >/srv/key", "found no key")]
    [InlineData("rm /srv/key", "found nothing to download")]
    public async Task Another_key_is_refused_and_nothing_is_installed(string arrange, string message)
    {
        var result = await RunAsync(Site + arrange, "ls /usr/share/keyrings/zextras.gpg /etc/apt/sources.list.d/zextras.list 2>&1 | grep -c 'No such file'");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("svc1: package-sources: " + (message.StartsWith("found", StringComparison.Ordinal) ? "expected" : message), result.Stderr);
        Assert.Contains(message, result.Stderr);
        Assert.Equal("2\n", result.Inspected);
    }

    [Fact]
    public async Task A_repository_without_Carbonio_is_reported()
    {
        var result = await RunAsync(Site + "shim apt-cache :");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("package-sources: expected carbonio-core from https://mirror.test/ubuntu, found no such package there", result.Stderr);
    }

    [Fact]
    public async Task A_repository_over_http_is_refused_before_anything_is_fetched()
    {
        var result = Sandbox.Run(Known(await StepAsync("http://mirror.test/ubuntu")), Site, "cat /run/calls");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected an https URL for the repository of carbonio, found http://mirror.test/ubuntu", result.Stderr);
        Assert.Equal("", result.Inspected);
    }

    [Fact]
    public async Task On_RHEL_the_repository_checks_its_metadata_against_the_same_key()
    {
        var step = await SingleStep.OfAsync("package-sources", () => Sources("https://mirror.test/yum").Script("rhel 9", "16"));

        var result = Sandbox.Run(Known(step), Site + """
            system rhel 9.6
            rm -f /etc/debian_version
            shim rpm 'for name in "${@:4}"; do echo "installed $name"; done'
            shim dnf 'echo "dnf $*" >>/run/calls; case "$*" in *repoquery*) echo 24.3;; esac'
            """, "cat /etc/yum.repos.d/zextras.repo; sed -n '1,3p;/pgdg-common/,$p' /etc/yum.repos.d/postgresql.repo; grep dnf /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("""
            [zextras]
            name=Zextras
            baseurl=https://mirror.test/yum/rhel9
            enabled=1
            gpgcheck=0
            repo_gpgcheck=1
            gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-zextras
            [pgdg16]
            name=PostgreSQL 16
            baseurl=https://mirror.test/pgdg/16/redhat/rhel-9-x86_64
            [pgdg-common]
            name=PostgreSQL common
            baseurl=https://mirror.test/pgdg/common/redhat/rhel-9-x86_64
            enabled=1
            gpgcheck=1
            repo_gpgcheck=1
            gpgkey=file:///etc/pki/rpm-gpg/RPM-GPG-KEY-postgresql
            dnf -y --setopt=exit_on_lock=False makecache
            dnf -q -y repoquery --repo zextras --latest-limit 1 --qf %{version} carbonio-core

            """, result.Inspected);
    }

    [Theory]
    [InlineData("ubuntu 22.04", "https://repo.zextras.io/release/ubuntu")]
    [InlineData("rhel 8", "https://repo.zextras.io/release")]
    public async Task The_public_repositories_are_the_vendors(string system, string url)
    {
        var step = await SingleStep.OfAsync("package-sources", () => PackageSources.Public(system).Script(system, null));

        Assert.Contains($"carbonio_url='\\''{url}'\\''", step.Command);
        Assert.Contains($"carbonio_fingerprint='\\''{Fingerprint}'\\''", step.Command);
    }

    private static async Task<SandboxResult> RunAsync(string arrange, string inspect = ":") =>
        Sandbox.Run(Known(await StepAsync("https://mirror.test/ubuntu")), arrange, inspect);

    private static Task<SingleStep> StepAsync(string url) =>
        SingleStep.OfAsync("package-sources", () => Sources(url).Script("ubuntu 24.04", postgresVersion: null));

    private static PackageSources Sources(string url) =>
        new(new PackageRepository(url, "https://mirror.test/key", Fingerprint), new PackageRepository("https://mirror.test/pgdg", "https://mirror.test/key", Fingerprint));

    /// <summary>The command with the fingerprint of the key that the sandbox has made.</summary>
    private static string Known(SingleStep step)
    {
        var parts = step.Command.Split(Fingerprint);
        Assert.True(parts.Length > 1);
        return string.Join("'\"$(cat /run/vendor-fingerprint)\"'", parts);
    }
}
