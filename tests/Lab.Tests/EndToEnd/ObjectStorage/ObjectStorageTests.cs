using System.Text.Json;

namespace CarbonioInfra.Lab.Tests.EndToEnd.ObjectStorage;

/// <summary>What the host s3 lets a mailstore do, asked by the product's own check and by curl.</summary>
[Collection(nameof(LabStack))]
public sealed class ObjectStorageTests(LabStack stack)
{
    private const string Endpoint = "https://s3.carbonio.test:9000";

    private static readonly string Program = File.ReadAllText(Path.Combine(
        LabStack.Repository, "components", "Components", "ObjectStores", "bucket.py"));

    [Fact]
    public void The_right_key_lists_writes_reads_and_deletes_over_TLS()
    {
        var answers = Ask("carbonio-mail", Key());

        Assert.Equal(["bucket-lists\tok", "bucket-writes\tok", "bucket-reads\tok", "bucket-deletes\tok"],
            answers.Split('\n').Select(line => string.Join('\t', line.Split('\t').Take(2))));
    }

    [Fact]
    public void A_wrong_key_is_refused() => Assert.EndsWith("\t403 SignatureDoesNotMatch", Ask("carbonio-mail", "wrong"), StringComparison.Ordinal);

    [Fact]
    public void A_user_whom_nobody_knows_is_refused() =>
        Assert.EndsWith("\t403 SignatureDoesNotMatch", Ask("carbonio-mail", Key(), user: "mail:other"), StringComparison.Ordinal);

    [Fact]
    public void Another_bucket_is_refused() => Assert.EndsWith("\t403 AccessDenied", Ask("other-bucket", Key()), StringComparison.Ordinal);

    [Fact]
    public void A_bucket_cannot_be_made() =>
        Assert.Contains("403", stack.Exec("mbox1", $$"""
            curl -s -o /dev/null -w '%{http_code}' --user 'mail:carbonio:{{Key()}}' --aws-sigv4 aws:amz:us-east-1:s3 \
              -H "x-amz-content-sha256: $(printf '' | sha256sum | cut -d ' ' -f 1)" -X PUT {{Endpoint}}/new-bucket
            """));

    [Fact]
    public void Without_TLS_nothing_is_answered() =>
        Assert.Matches("^(52|56)$", stack.Exec("mbox1", "curl -s -m 10 http://s3.carbonio.test:9000/carbonio-mail >/dev/null; echo $?"));

    [Fact]
    public void Without_the_deployments_authority_the_certificate_is_refused() =>
        Assert.StartsWith("bucket-tls\tfailed", Ask("carbonio-mail", Key(), environment: "SSL_CERT_FILE=/dev/null SSL_CERT_DIR=/nonexistent"), StringComparison.Ordinal);

    [Fact]
    public void A_host_that_does_not_use_the_bucket_does_not_trust_the_authority() =>
        Assert.Equal("60", stack.Exec("mta1", $"curl -s -m 10 {Endpoint}/ >/dev/null; echo $?"));

    [Fact]
    public void A_server_that_is_off_is_told_by_a_mailstores_step_and_its_return_is_seen()
    {
        stack.Exec("s3", "systemctl stop lab-object-storage");
        try
        {
            var result = stack.Up("--replace", "mbox2-bucket");

            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains("bucket-reachable", result.Output + result.Error);
        }
        finally
        {
            stack.Exec("s3", "systemctl start lab-object-storage; for _ in {1..120}; do curl -s -m 5 -o /dev/null https://s3.carbonio.test:9000/ && break; sleep 0.5; done");
        }

        stack.Up("--replace", "mbox2-bucket").Succeeded();
    }

    [Fact]
    public void The_bucket_is_an_output_without_its_keys()
    {
        using var outputs = JsonDocument.Parse(stack.Run("outputs", "lab", "--json").Succeeded());
        var bucket = outputs.RootElement.GetProperty("objectStorage");

        Assert.Equal(Endpoint, bucket.GetProperty("endpoint").GetString());
        Assert.Equal(["bucket", "endpoint", "region"], bucket.EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
    }

    private string Key() => stack.Exec("s3", "sed -n 's/^user_mail_carbonio = //p' /var/lib/lab-object-storage/proxy.conf");

    private string Ask(string bucket, string key, string user = "mail:carbonio", string environment = "") => stack.Exec("mbox1", $"""
        {environment} python3 -c "$(cat <<'PROGRAM'
        {Program}
        PROGRAM
        )" {Endpoint} us-east-1 {bucket} test/object < <(printf '%s\n%s\n' '{user}' '{key}')
        """).TrimEnd();
}
