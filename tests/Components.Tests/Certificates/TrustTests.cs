using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.Certificates;

/// <summary>The step <c>trust</c>, with this machine's own store and with recorded answers of RHEL's tools.</summary>
public sealed class TrustTests
{
    private const string Verify = "openssl verify /run/server.pem 2>&1 | tail -n 1; grep -c updates /run/calls 2>/dev/null";

    private const string Count = """
        real="$(command -v update-ca-certificates)"
        printf '#!/bin/bash\necho updates >>/run/calls\nexec %s\n' "$real" >/usr/local/sbin/update-ca-certificates
        chmod +x /usr/local/sbin/update-ca-certificates

        """;

    // Takes away Debian's tool, and has RHEL's gather the anchors into the bundle.
    private const string Rhel = """
        rm "$(command -v update-ca-certificates)"
        mkdir -p /etc/pki/ca-trust/source/anchors /etc/pki/tls/certs
        cp /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt
        cat >/usr/local/sbin/update-ca-trust <<'TOOL'
        #!/bin/bash
        [ "$1" = extract ] || exit 2
        echo updates >>/run/calls
        cat /etc/pki/ca-trust/source/anchors/* >>/etc/pki/tls/certs/ca-bundle.crt
        ln -s /etc/pki/ca-trust/source/anchors/carbonio-infra.crt "/etc/ssl/certs/$(openssl x509 -noout -hash -in /etc/pki/ca-trust/source/anchors/carbonio-infra.crt).0"
        TOOL
        chmod +x /usr/local/sbin/update-ca-trust

        """;

    [Theory]
    [InlineData(Count)]
    [InlineData(Rhel)]
    public void The_host_trusts_what_the_authority_issued_and_is_updated_once(string family)
    {
        var result = Sandbox.Run($"{Step()} && {Step()}", family + Server(), Verify);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("/run/server.pem: OK\n1\n", result.Inspected);
    }

    [Fact]
    public void Without_it_nothing_of_the_authority_is_trusted() =>
        Assert.Contains("verification failed", Sandbox.Run(":", Server(), Verify).Inspected);

    [Fact]
    public void Another_authority_takes_the_place_of_the_former()
    {
        var former = TestCertificates.MakeAuthority("example.com");

        var result = Sandbox.Run($"{Step(former)} && {Step()}", Count + Server(), Verify + "; ls /usr/local/share/ca-certificates | grep carbonio");

        Assert.Equal("/run/server.pem: OK\n2\ncarbonio-infra.crt\n", result.Inspected);
    }

    [Fact]
    public void An_update_that_was_cut_off_is_done_again()
    {
        // The bundle had it already, the folder of hashes not yet.
        var result = Sandbox.Run(Step(), Count + Server()
            + $"mkdir -p /usr/local/share/ca-certificates; printf '%s' '{TestCertificates.Authority.Certificate}' | tee -a /etc/ssl/certs/ca-certificates.crt >/usr/local/share/ca-certificates/carbonio-infra.crt",
            Verify);

        Assert.Equal("/run/server.pem: OK\n1\n", result.Inspected);
    }

    [Theory]
    [InlineData("printf '#!/bin/bash\\n' >/usr/local/sbin/update-ca-certificates; chmod +x /usr/local/sbin/update-ca-certificates",
        "certificate-authority: expected trusted, found not trusted after an update of /etc/ssl/certs/ca-certificates.crt")]
    [InlineData("rm \"$(command -v update-ca-certificates)\"", "expected update-ca-certificates or update-ca-trust (package ca-certificates), found neither")]
    public void What_keeps_it_from_being_trusted_is_told(string arrange, string message)
    {
        var result = Sandbox.Run(Step(), arrange);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
    }

    /// <summary>The step as it reaches a host.</summary>
    internal static string Step(TestCertificates.Pair? authority = null) => $"bash -c {ScriptRenderer.Quote(ScriptRenderer.Render(
        HostScript.Load("Certificates/trust.sh").Text,
        new Dictionary<string, string>
        {
            ["certificate"] = (authority ?? TestCertificates.Authority).Certificate,
            ["deadline_seconds"] = "60",
            ["host"] = "mbox1",
            ["step"] = "trust",
        },
        []))}";

    private static string Server() => $"printf '%s' '{TestCertificates.Server.Certificate}' >/run/server.pem\n";
}
