using CarbonioInfra.Components.Hosts;
using CarbonioInfra.Components.Tests.Sandboxes;

namespace CarbonioInfra.Components.Tests.ObjectStores.Minio;

/// <summary>The step <c>minio-bucket</c> with a client that keeps what the server would keep.</summary>
public sealed class MinioBucketStepTests
{
    private const string Changes = "grep -v -e info -e stat -e '^ls' -e export /run/mc-calls";

    private const string Right = """
        {"buckets": {"mail": {"versions": "Enabled", "rules": [{"ID": "former-versions", "Status": "Enabled", "Filter": {"Prefix": ""}, "NoncurrentVersionExpiration": {"NoncurrentDays": 30}}]}}, "policies": {"mail-user": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:ListBucket"], "Resource": ["arn:aws:s3:::mail"]}, {"Effect": "Allow", "Action": ["s3:PutObject", "s3:GetObject", "s3:DeleteObject", "s3:AbortMultipartUpload"], "Resource": ["arn:aws:s3:::mail/*"]}]}}, "users": {"carbonio": {"key": "cSECRETKEY", "status": "enabled", "policy": "mail-user"}}}
        """;

    [Fact]
    public void Bucket_rights_and_user_are_made_and_left_alone_by_the_next_run()
    {
        var result = Run($"{Command()} && mv /run/mc-calls /run/first && {Command()}", "",
            "cat /run/minio.json; echo; " + Changes + "; grep -c 'user add' /run/first; ls /run/carbonio-infra; grep -c SECRETKEY /run/first /run/mc-calls");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.Equal(Right.Trim() + "\n1\nminio-bucket.lock\n/run/first:0\n/run/mc-calls:0\n", result.Inspected);
        Assert.Equal(12, result.Stdout.Split("\"verdict\":\"ok\"").Length - 1);
        Assert.DoesNotContain("cSECRETKEY", result.Stdout + result.Stderr);
        Assert.DoesNotContain(MinioStep.RootPassword, result.Stdout + result.Stderr);
    }

    [Theory]
    [InlineData("\"versions\": \"Enabled\"", "\"versions\": \"Suspended\"", "version enable root/mail")]
    [InlineData("\"NoncurrentDays\": 30", "\"NoncurrentDays\": 1", "ilm rule import root/mail")]
    [InlineData("arn:aws:s3:::mail/*", "arn:aws:s3:::*", "admin policy create root mail-user /etc/minio/bucket-user.json")]
    [InlineData("\"s3:ListBucket\"", "\"s3:*\"", "admin policy create root mail-user /etc/minio/bucket-user.json")]
    [InlineData("cSECRETKEY", "former", "admin user add root\nadmin policy attach root mail-user --user carbonio")]
    [InlineData("\"status\": \"enabled\"", "\"status\": \"disabled\"", "admin user add root\nadmin policy attach root mail-user --user carbonio")]
    [InlineData("\"policy\": \"mail-user\"", "\"policy\": \"mail-user,readwrite\"",
        "admin user add root\nadmin policy detach root readwrite --user carbonio\nadmin policy attach root mail-user --user carbonio")]
    public void What_was_changed_since_is_put_right_and_nothing_else(string right, string wrong, string changes)
    {
        var state = Right.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Right, state);

        var result = Run(Command(), MinioStep.Put("/run/minio.json", state, "644"), "cat /run/minio.json; echo; " + Changes);

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.EndsWith($"\n{changes}\n", result.Inspected, StringComparison.Ordinal);
        Assert.Contains("\"status\": \"enabled\", \"policy\": \"mail-user\"", result.Inspected);
        Assert.DoesNotContain("s3:::*", result.Inspected);
    }

    [Theory]
    [InlineData("mb", "bucket: expected there, found none, and mc said: Refused. The test refuses it.")]
    [InlineData("version enable", "bucket-versions: expected Enabled, found none, and mc said: Refused. The test refuses it.")]
    [InlineData("ilm rule import", "bucket-lifecycle: expected former-versions Enabled 30 days, found none, and mc said: Refused.")]
    [InlineData("admin policy create", "user-rights: expected Allow s3:AbortMultipartUpload,s3:DeleteObject,s3:GetObject,s3:PutObject on arn:aws:s3:::mail/* | Allow s3:ListBucket on arn:aws:s3:::mail, found none, and mc said: Refused.")]
    [InlineData("admin user add", "user: expected enabled with mail-user, its key is accepted, found none, its key is refused")]
    [InlineData("admin policy attach", "user: expected enabled with mail-user, its key is accepted, found enabled with no policy, its key is refused, and mc said: Refused.")]
    public void What_MinIO_refuses_is_told(string command, string message)
    {
        var result = Run(Command(), $"echo {ScriptRenderer.Quote(command)} >/run/refuse\n");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(message, result.Stderr);
        Assert.DoesNotContain("cSECRETKEY", result.Stdout + result.Stderr);
    }

    [Fact]
    public void A_user_who_may_do_more_by_another_way_is_told()
    {
        // The fake client lists every bucket for everybody whose name is in this file; a group of MinIO's would do the same.
        var result = Run(Command(("bucket", "mail")), MinioStep.Put("/run/minio.json", Right.Replace("\"arn:aws:s3:::mail\"]}", "\"arn:aws:s3:::mail\"]}", StringComparison.Ordinal), "644")
            + "sed -i 's/if not allows(name, bucket):/if False:/' /usr/local/lib/carbonio-infra/mc\n");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("user-elsewhere: expected the user to be refused in other buckets, found not refused", result.Stderr);
    }

    [Fact]
    public void Credentials_that_MinIO_does_not_take_are_told()
    {
        var result = Run(Command(("root_user", "other"), ("patience_seconds", "1")));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("expected MinIO at https://s3.example.com:9000 to take its administrator's credentials within 1 s", result.Stderr);
    }

    private static SandboxResult Run(string command, string arrange = "", string inspect = ":") => Sandbox.Run(command,
        "mkdir -p /usr/local/lib/carbonio-infra /etc/minio\n" + MinioStep.Put("/usr/local/lib/carbonio-infra/mc", MinioStep.File("mc.py")) + arrange, inspect);

    private static string Command(params (string Name, string Value)[] changes)
    {
        var parameters = new Dictionary<string, string>
        {
            ["bucket"] = "mail",
            ["deadline_seconds"] = "100",
            ["endpoint"] = "https://s3.example.com:9000",
            ["host"] = "s3",
            ["keep_deleted_days"] = "30",
            ["patience_seconds"] = "10",
            ["program"] = HostScript.Load("ObjectStores/Minio/mc_answers.py").Text,
            ["root_user"] = "carbonio-infra",
            ["step"] = "minio-bucket",
            ["user"] = "carbonio",
        };
        foreach (var (name, value) in changes)
            parameters[name] = value;
        return MinioStep.Sandboxed("minio-bucket", parameters, ("root_password", MinioStep.RootPassword), ("secret_key", "cSECRETKEY"));
    }
}
