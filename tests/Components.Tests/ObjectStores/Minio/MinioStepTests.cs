using System.Text.Json;
using CarbonioInfra.Components.Tests.Certificates;

namespace CarbonioInfra.Components.Tests.ObjectStores.Minio;

public sealed class MinioStepTests
{
    private const string Running = "cat /opt/minio/data/seen; echo; tail -n +1 \"/proc/$(cat /run/minio.pid)/cmdline\" \"/proc/$(cat /run/minio.pid)/environ\" | tr '\\0' ' '";

    [Fact]
    public void The_server_runs_as_its_own_user_and_its_credentials_are_its_own()
    {
        var result = MinioStep.Run(MinioStep.Command(), inspect: Running);

        Assert.True(result.ExitCode == 0, result.ToString());
        using var seen = JsonDocument.Parse(result.Inspected.Split('\n')[0]);
        Assert.Equal("server --quiet --address :9000 --certs-dir /etc/minio/certs /opt/minio/data",
            string.Join(' ', seen.RootElement.GetProperty("arguments").EnumerateArray()));
        Assert.NotEqual(0, seen.RootElement.GetProperty("user").GetInt32());
        Assert.Equal($"MINIO_ROOT_USER=carbonio-infra\nMINIO_ROOT_PASSWORD={MinioStep.RootPassword}\n", seen.RootElement.GetProperty("credentials").GetString());
        Assert.Equal("us-east-1 off off", string.Join(' ', new[] { "MINIO_SITE_REGION", "MINIO_BROWSER", "MINIO_UPDATE" }
            .Select(name => seen.RootElement.GetProperty("environment").GetProperty(name).GetString())));
        var process = string.Join('\n', result.Inspected.Split('\n').Skip(1));
        Assert.Contains("/etc/minio/certs", process);
        Assert.DoesNotContain(MinioStep.RootPassword, process + result.Stdout + result.Stderr);
    }

    [Fact]
    public void Nobody_else_reads_the_credentials_and_the_unit_is_one()
    {
        var result = MinioStep.Run(MinioStep.Command(),
            // Readable by all, as a former version or somebody's hand may have left it.
            "mkdir -p /etc/minio; echo old >/etc/minio/credentials; chmod 644 /etc/minio/credentials\n",
            "cd /etc/minio; stat -c '%a %U %n' credentials certs/private.key certs/public.crt; stat -c '%a %U %n' /usr/local/lib/carbonio-infra/minio /opt/minio /opt/minio/data; "
            + "systemd-analyze verify --man=no /etc/systemd/system/minio.service 2>&1 | grep minio; ls /var/cache/carbonio-infra /var/lib/carbonio-infra; ls -A /tmp /var/tmp | grep carbonio");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("""
            600 minio credentials
            600 minio certs/private.key
            644 root certs/public.crt
            755 root /usr/local/lib/carbonio-infra/minio
            750 minio /opt/minio
            750 minio /opt/minio/data
            /var/cache/carbonio-infra:

            /var/lib/carbonio-infra:
            serving

            """, result.Inspected);
    }

    [Fact]
    public void Run_again_it_downloads_nothing_and_restarts_nothing()
    {
        var result = MinioStep.Run($"{MinioStep.Command()} && cp /run/minio.pid /run/first && {MinioStep.Command()}",
            inspect: "cat /run/downloaded; cmp /run/first /run/minio.pid && grep -c restart /run/calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("/minio\n/mc\n1\n", result.Inspected);
    }

    [Fact]
    public void Another_checksum_is_refused_before_anything_is_changed()
    {
        var other = new string('0', 64);
        var result = MinioStep.Run(
            $"{MinioStep.Command()} && {State("before")} && {MinioStep.Command(("server_sha256", other), ("root_user", "other"))}",
            inspect: State("after") + "; diff /run/before /run/after && echo same");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains($"minio-checksum: expected SHA-256 {other} of https://downloads.example.com:8443/minio, found {MinioStep.Parameters["server_sha256"]}", result.Stderr);
        Assert.EndsWith("same\n", result.Inspected, StringComparison.Ordinal);

        static string State(string name) => "{ find /etc/minio /opt/minio /usr/local/lib/carbonio-infra /etc/systemd/system/minio.service -type f -exec sha256sum {} +; "
            + $"cat /run/minio.pid; }} >/run/{name}";
    }

    [Fact]
    public void On_a_fresh_host_a_wrong_checksum_leaves_nothing()
    {
        var result = MinioStep.Run(MinioStep.Command(("client_sha256", new string('0', 64))),
            inspect: "ls -d /etc/minio /opt/minio /usr/local/lib/carbonio-infra /var/cache/carbonio-infra/minio 2>/dev/null; getent passwd minio");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("mc-checksum: expected SHA-256 000", result.Stderr);
        Assert.Equal("", result.Inspected);
    }

    [Fact]
    public void Another_program_replaces_the_former_and_the_server_starts_anew()
    {
        var result = MinioStep.Run($"{MinioStep.Command()} && cp /run/minio.pid /run/first && {MinioStep.Command(MinioStep.Upgrade)}",
            inspect: "grep -o 'Version .' /usr/local/lib/carbonio-infra/minio; cmp -s /run/first /run/minio.pid || echo restarted; cat /run/downloaded");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal("Version 2\nrestarted\n/minio\n/mc\n/next\n", result.Inspected);
    }

    [Theory]
    [InlineData("echo partial >/var/cache/carbonio-infra/minio/minio; rm /usr/local/lib/carbonio-infra/minio", 1)]
    [InlineData("rm /run/minio/begun-with", 2)]
    [InlineData("kill $(cat /run/minio.pid); rm -f /etc/systemd/system/minio.service", 2)]
    [InlineData("rm -rf /etc/minio", 1)]
    [InlineData("echo cut off >/usr/local/lib/carbonio-infra/minio.new; echo changed >>/usr/local/lib/carbonio-infra/minio", 1)]
    public void What_a_run_that_was_cut_off_left_is_completed(string damage, int starts)
    {
        var result = MinioStep.Run($"{MinioStep.Command()} && mkdir -p /var/cache/carbonio-infra/minio && {{ {damage}; }} && {MinioStep.Command()} && {MinioStep.Command()}",
            inspect: "grep -c restart /run/calls; ls /usr/local/lib/carbonio-infra /var/cache/carbonio-infra");

        Assert.True(result.ExitCode == 0, result.ToString());
        // What is as it was when the server began is no reason to start it anew.
        Assert.Equal($"{starts}\n/usr/local/lib/carbonio-infra:\nmc\nminio\n\n/var/cache/carbonio-infra:\n", result.Inspected);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var other = TestCertificates.Issue(TestCertificates.Authority, "other.example.com");
        var result = MinioStep.Run(MinioStep.Command(
            ("server_url", "http://downloads.example.com:8080/minio"), ("client_url", "https://downloads.example.com:8443/to-http"), ("certificate", other.Certificate)));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("s3: minio: 4 check(s) failed", result.Stderr);
        Assert.Contains("minio-url: expected a URL with https, found http://downloads.example.com:8080/minio", result.Stderr);
        Assert.Contains("mc-download: expected the program at https://downloads.example.com:8443/to-http, found curl: (1) Protocol \"http\" not supported", result.Stderr);
        Assert.Contains("certificate-name: expected a certificate for s3.example.com, found DNS:other.example.com", result.Stderr);
        Assert.Contains("certificate-key: expected the certificate's private key in PEM, found another one", result.Stderr);
    }

    [Fact]
    public void A_program_that_is_not_there_is_told_with_its_URL() =>
        Assert.Contains("minio-download: expected the program at https://downloads.example.com:8443/gone, found curl: (22) The requested URL returned error: 404",
            MinioStep.Run(MinioStep.Command(("server_url", "https://downloads.example.com:8443/gone"))).Stderr);

    [Fact]
    public void A_certificate_that_ends_soon_is_refused()
    {
        var ending = TestCertificates.OpenSsl("openssl req -x509 -new -key /dev/stdin -days 29 -subj /CN=s3.example.com -addext subjectAltName=DNS:s3.example.com",
            TestCertificates.Server.PrivateKey);

        Assert.Contains("certificate-validity: expected a certificate that is valid for 30 days more, found notAfter=",
            MinioStep.Run(MinioStep.Command(("certificate", ending))).Stderr);
    }

    [Fact]
    public void A_certificate_that_this_host_does_not_trust_is_told()
    {
        var stranger = TestCertificates.OpenSsl("openssl req -x509 -new -key /dev/stdin -days 90 -subj /CN=s3.example.com -addext subjectAltName=DNS:s3.example.com",
            TestCertificates.Server.PrivateKey);
        var result = MinioStep.Run(MinioStep.Command(("certificate", stranger)));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("minio: expected an answer of https://s3.example.com:9000 within 20 s, with a certificate that this host trusts, found curl: (60) SSL certificate problem", result.Stderr);
    }

    [Fact]
    public void A_server_that_ends_is_told_with_its_last_words()
    {
        var result = MinioStep.Run(MinioStep.Command(("patience_seconds", "3")),
            "(exec python3 -c 'import socket, time; s = socket.create_server((\"\", 9000)); s.listen(); time.sleep(60)') >/dev/null 2>&1 & sleep 1\n");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("minio: expected an answer of https://s3.example.com:9000 within 3 s", result.Stderr);
        Assert.Contains("it said last: ", result.Stderr);
        Assert.Contains("Address already in use", result.Stderr);
        Assert.Contains("minio-version: expected the server running that was installed, found failed, another one", result.Stderr);
    }
}
