using System.Text.Json;

namespace CarbonioInfra.Lab.Tests.EndToEnd.ObjectStorage;

/// <summary>What the host s3 lets a mailstore do, asked by the product's own check, and what that says when it cannot.</summary>
public sealed class ObjectStorageTests(EndToEndLab lab)
{
    private readonly LabStack _stack = lab.Prepared;

    private const string Endpoint = "https://s3.carbonio.test:9000";
    private const string Service = "lab-object-storage";

    private static readonly string Program = File.ReadAllText(Path.Combine(
        LabStack.Repository, "components", "Components", "ObjectStores", "bucket.py"));

    // The same signatures and connections, for another request.
    private static readonly string Request = Program.Replace("\nmain()\n", "\nprint(*ask(METHOD, PATH))\n", StringComparison.Ordinal);

    [Fact(Explicit = true)]
    public void The_right_key_lists_writes_reads_and_deletes_over_TLS() => Assert.Equal(
        ["bucket-lists\tok", "bucket-writes\tok", "bucket-reads\tok", "bucket-deletes\tok"],
        Ask("carbonio-mail", Key()).Split('\n').Select(line => string.Join('\t', line.Split('\t').Take(2))));

    [Fact(Explicit = true)]
    public void A_wrong_key_is_refused() => Assert.Equal(
        "bucket-lists\tfailed\tthe bucket carbonio-mail to list its objects\t403 SignatureDoesNotMatch", Ask("carbonio-mail", "wrong"));

    [Fact(Explicit = true)]
    public void A_user_whom_nobody_knows_is_refused() => Assert.Equal(
        "bucket-lists\tfailed\tthe bucket carbonio-mail to list its objects\t403 SignatureDoesNotMatch", Ask("carbonio-mail", Key(), user: "mail:other"));

    [Fact(Explicit = true)]
    public void Another_bucket_is_refused() => Assert.Equal(
        "bucket-lists\tfailed\tthe bucket other-bucket to list its objects\t403 AccessDenied", Ask("other-bucket", Key()));

    [Fact(Explicit = true)]
    public void A_bucket_cannot_be_made_by_its_user()
    {
        var answer = Python(Request.Replace("METHOD, PATH", "'PUT', '/new-bucket'", StringComparison.Ordinal), "carbonio-mail", Key());

        Assert.StartsWith("403 ", answer, StringComparison.Ordinal);
        Assert.Contains("<Code>AccessDenied</Code>", answer, StringComparison.Ordinal);
    }

    [Fact(Explicit = true)]
    public void Without_TLS_nothing_is_answered() =>
        Assert.Matches("^(52|56)$", _stack.Exec("mbox1", "curl -s -m 10 http://s3.carbonio.test:9000/carbonio-mail >/dev/null; echo $?"));

    [Fact(Explicit = true)]
    public void Without_the_deployments_authority_the_certificate_is_refused() => Assert.StartsWith(
        $"bucket-tls\tfailed\ta certificate of {Endpoint} that this host trusts\t",
        Ask("carbonio-mail", Key(), environment: "SSL_CERT_FILE=/dev/null SSL_CERT_DIR=/nonexistent"), StringComparison.Ordinal);

    [Fact(Explicit = true)]
    public void A_host_that_does_not_use_the_bucket_does_not_trust_the_authority() =>
        Assert.Equal("60", _stack.Exec("mta1", $"curl -s -m 10 {Endpoint}/ >/dev/null; echo $?"));

    [Fact(Explicit = true)]
    public void A_server_that_is_off_is_told_by_a_mailstores_step_and_its_return_is_seen() => AssertTold(
        $"systemctl stop {Service}", $"systemctl start {Service}",
        "bucket-reachable", $"an answer of {Endpoint} within 15 s", "[Errno 111] Connection refused");

    [Fact(Explicit = true)]
    public void A_bucket_that_takes_nothing_is_told_by_a_mailstores_step_until_it_does_again()
    {
        const string Server = "/usr/local/lib/carbonio-lab/object-storage.py";
        AssertTold(
            $"""cp -a {Server} /root/kept; sed -i 's/"X-Container-Write": USER/"X-Container-Write": ""/' {Server}; ! cmp -s {Server} /root/kept; systemctl restart {Service}""",
            $"mv /root/kept {Server}; systemctl restart {Service}",
            "bucket-writes", "the bucket carbonio-mail to take an object", "403 AccessDenied");
    }

    [Fact(Explicit = true)]
    public void The_bucket_is_an_output_without_its_keys()
    {
        using var outputs = JsonDocument.Parse(_stack.Run("outputs", "lab", "--json").Succeeded());
        var bucket = outputs.RootElement.GetProperty("objectStorage");

        Assert.Equal(
            ["bucket carbonio-mail", $"endpoint {Endpoint}", "region us-east-1"],
            bucket.EnumerateObject().Select(member => $"{member.Name} {member.Value}").Order(StringComparer.Ordinal));
    }

    /// <summary>The step of mbox2 fails while something is done to s3, and the report of <c>up</c> names what was expected and found; it succeeds when that is undone.</summary>
    private void AssertTold(string spoil, string mend, string check, string expected, string seen)
    {
        _stack.Exec("s3", $"set -e; {spoil}; {AwaitedUnless(spoil)}");
        try
        {
            var result = _stack.Up("--replace", "mbox2-bucket");

            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains($"""
                     host      mbox2
                     step      bucket
                     check     {check}
                     expected  {expected}
                     seen      {seen}

                """, result.Output + result.Error, StringComparison.Ordinal);
        }
        finally
        {
            _stack.Exec("s3", $"set -e; {mend}; {AwaitedUnless(mend)}");
        }

        _stack.Up("--replace", "mbox2-bucket").Succeeded();
    }

    private static string AwaitedUnless(string done) => done.Contains(" stop ", StringComparison.Ordinal) ? "true"
        : $"timeout 120 bash -c 'until curl -s -m 5 -o /dev/null {Endpoint}/; do sleep 0.2; done'";

    private string Key() => _stack.Exec("s3", "sed -n 's/^user_mail_carbonio = //p' /var/lib/lab-object-storage/proxy.conf");

    private string Ask(string bucket, string key, string user = "mail:carbonio", string environment = "") =>
        Python(Program, bucket, key, user, environment);

    // The key goes the way of standard input, as it does in the product.
    private string Python(string program, string bucket, string key, string user = "mail:carbonio", string environment = "") => _stack.LabWithInput($"""
        {environment} python3 -c "$(cat <<'PROGRAM'
        {program}
        PROGRAM
        )" {Endpoint} us-east-1 {bucket} test/object < <(printf '%s\n%s\n' '{user}' '{key}')
        """, "exec", "mbox1", "--", "bash", "-e").Succeeded().TrimEnd();
}
