using Pulumi;
using Pulumi.Utilities;

namespace CarbonioInfra.Infra.Tests;

/// <summary>Which bucket a stack file asks for: somebody else's, or one of MinIO on a node.</summary>
public sealed class BucketSettingsTests
{
    private const string Key = "carbonio-infra:sshPrivateKey";

    [Fact]
    public async Task A_bucket_of_the_sites_is_checked_by_mailstores_and_named_without_its_keys()
    {
        var configuration = StackRun.ExistingMachines();
        configuration["carbonio-infra:objectStorage"] = """{"endpoint":"https://s3.example.com","region":"eu-central-1","bucket":"mail"}""";
        configuration["carbonio-infra:objectStorageAccessKey"] = "access";
        configuration["carbonio-infra:objectStorageSecretKey"] = "secret";

        var run = await StackRun.RunAsync(configuration, Key, "carbonio-infra:objectStorageAccessKey", "carbonio-infra:objectStorageSecretKey");

        Assert.Equal(["mbox1-bucket", "mbox2-bucket"], StackRun.Commands(run).Keys.Where(name => name.EndsWith("-bucket", StringComparison.Ordinal)).Order());
        Assert.Equal(["bucket", "endpoint", "region"], ((Dictionary<string, object?>)run.Outputs["objectStorage"]!).Keys.Order());
        Assert.Single(run.Resources, resource => resource.Name == "bucket-beforehand");
    }

    [Fact]
    public async Task A_bucket_that_only_hosts_reach_is_left_to_them()
    {
        var configuration = StackRun.ExistingMachines();
        configuration["carbonio-infra:objectStorage"] = """{"endpoint":"https://s3.example.com","region":"eu-central-1","bucket":"mail","checkBeforehand":false}""";
        configuration["carbonio-infra:objectStorageAccessKey"] = "access";
        configuration["carbonio-infra:objectStorageSecretKey"] = "secret";

        var run = await StackRun.RunAsync(configuration, Key, "carbonio-infra:objectStorageAccessKey", "carbonio-infra:objectStorageSecretKey");

        Assert.Contains("mbox1-bucket", StackRun.Commands(run).Keys);
        Assert.DoesNotContain(run.Resources, resource => resource.Name == "bucket-beforehand");
    }

    [Fact]
    public async Task What_is_wrong_with_a_bucket_is_reported_at_once()
    {
        var configuration = StackRun.ExistingMachines();
        configuration["carbonio-infra:objectStorage"] = """{"endpoint":"http://s3.example.com","bucket":"Mail","key":"x","authority":"pem","checkBeforehand":"no"}""";
        configuration["carbonio-infra:objectStorageSecretKey"] = "plain";

        Assert.Equal(
            [
                "carbonio-infra:objectStorage.key: expected one of endpoint, region, bucket, authority, checkBeforehand, found 'key'",
                "carbonio-infra:objectStorage.endpoint: expected a URL https://HOST or https://HOST:PORT, found 'http://s3.example.com'",
                "carbonio-infra:objectStorage.region: expected a region such as eu-central-1, found nothing",
                "carbonio-infra:objectStorage.bucket: expected a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens, found 'Mail'",
                "carbonio-infra:objectStorageAccessKey: expected the access key of the bucket's user, set with --secret, found nothing",
                "carbonio-infra:objectStorageSecretKey: expected the secret key of the bucket's user, set with --secret, found a plain value",
                "carbonio-infra:objectStorage.authority: expected the certificate in PEM of the authority that vouches for the endpoint, one alone, found 'pem'",
                "carbonio-infra:objectStorage.checkBeforehand: expected true or false, found 'no'",
            ],
            await StackRun.ProblemsAsync(configuration, Key));
    }

    [Fact]
    public async Task A_node_for_objects_gets_MinIO_and_its_bucket_is_an_output()
    {
        var configuration = ObjectStorageNode();
        configuration["carbonio-infra:minio"] = $$"""
            {"serverUrl":"https://downloads.example.com/minio","serverSha256":"{{new string('a', 64)}}",
             "clientUrl":"https://downloads.example.com/mc","clientSha256":"{{new string('b', 64)}}","bucket":"mail"}
            """;

        var run = await StackRun.RunAsync(configuration, Key);

        Assert.Equal(["mbox1-bucket", "mbox2-bucket", "s3-bucket", "s3-minio-bucket"], StackRun.Commands(run).Keys.Where(name => name.EndsWith("-bucket", StringComparison.Ordinal)).Order());
        var output = (Dictionary<string, object?>)run.Outputs["objectStorage"]!;
        Assert.Equal("https://s3.example.com:9000", await OutputUtilities.GetValueAsync((Output<string>)output["endpoint"]!));
        Assert.Equal("mail", await OutputUtilities.GetValueAsync((Output<string>)output["bucket"]!));
    }

    [Fact]
    public async Task A_node_for_objects_without_MinIO_is_a_problem() =>
        Assert.Equal(["carbonio-infra:minio: expected {serverUrl, serverSha256, clientUrl, clientSha256} because s3 is in topology.objectStorage, found nothing"],
            await StackRun.ProblemsAsync(ObjectStorageNode(), Key));

    [Fact]
    public async Task What_is_wrong_with_MinIO_is_reported_at_once()
    {
        var configuration = StackRun.ExistingMachines();
        configuration["carbonio-infra:minio"] = """
            {"serverUrl":"http://downloads.example.com/minio","serverSha256":"ABC","clientUrl":"https://u:p@downloads.example.com/mc","bucket":"Mail",
             "region":"?","keepDeletedObjectsDays":0,"certificate":"pem","version":"1"}
            """;
        configuration["carbonio-infra:minioPrivateKey"] = "plain";

        Assert.Equal(
            [
                "carbonio-infra:minioPrivateKey: expected the private key of minio.certificate in PEM, set with --secret, found a plain value",
                "carbonio-infra:minio.certificate: expected certificates in PEM, that of the server first, found 'pem'",
                "carbonio-infra:minio.serverUrl: expected a URL https://HOST/PATH, found 'http://downloads.example.com/minio'",
                "carbonio-infra:minio.serverSha256: expected a SHA-256: 64 lower-case hexadecimal digits, found 'ABC'",
                "carbonio-infra:minio.clientUrl: expected a URL https://HOST/PATH, found 'https://u:p@downloads.example.com/mc'",
                "carbonio-infra:minio.clientSha256: expected a SHA-256: 64 lower-case hexadecimal digits, found nothing",
                "carbonio-infra:minio.bucket: expected a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens, found 'Mail'",
                "carbonio-infra:minio.region: expected a region such as us-east-1, found '?'",
                "carbonio-infra:minio.keepDeletedObjectsDays: expected a whole number from 1 to 36500, found '0'",
                "carbonio-infra:minio.version: expected one of bucket, certificate, clientSha256, clientUrl, keepDeletedObjectsDays, region, serverSha256, serverUrl, found 'version'",
                "carbonio-infra:minio: expected nothing because no node is in topology.objectStorage, found settings",
            ],
            await StackRun.ProblemsAsync(configuration, Key));
    }

    private static Dictionary<string, string> ObjectStorageNode()
    {
        var configuration = StackRun.ExistingMachines([.. StackRun.AllNames, "s3"]);
        configuration["carbonio-infra:topology"] = """
            {"cluster":["svc1","svc2","svc3"],"mta":["mta1","mta2"],"proxy":["proxy1","proxy2"],"mailstore":["mbox1","mbox2"],
             "collaboration":["filesdocs1","filesdocs2"],"video":["video1","video2"],"objectStorage":["s3"]}
            """;
        return configuration;
    }
}
