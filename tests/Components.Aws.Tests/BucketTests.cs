using System.Collections.Immutable;
using System.Text.Json;
using CarbonioInfra.Components.Aws.Tests.Planning;

namespace CarbonioInfra.Components.Aws.Tests;

public sealed class BucketTests
{
    [Fact]
    public async Task It_is_private_encrypted_versioned_and_takes_TLS_only()
    {
        var plan = await AwsPlan.OfAsync(AwsPlan.Settings);
        var blocked = Assert.Single(plan.Of("s3/bucketPublicAccessBlock:BucketPublicAccessBlock").Values);
        Assert.Equal([true, true, true, true],
            new[] { "blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets" }.Select(flag => (bool)blocked[flag]));
        Assert.Equal("Enabled", ((ImmutableDictionary<string, object>)Assert.Single(
            plan.Of("s3/bucketVersioning:BucketVersioning").Values)["versioningConfiguration"])["status"]);

        using var policy = JsonDocument.Parse((string)Assert.Single(plan.Of("s3/bucketPolicy:BucketPolicy").Values)["policy"]);
        var statement = policy.RootElement.GetProperty("Statement")[0];
        Assert.Equal(("Deny", "s3:*"), (statement.GetProperty("Effect").GetString(), statement.GetProperty("Action").GetString()));
        Assert.Equal("false", statement.GetProperty("Condition").GetProperty("Bool").GetProperty("aws:SecureTransport").GetString());
        Assert.Equal(["carbonio-mail-arn", "carbonio-mail-arn/*"], statement.GetProperty("Resource").EnumerateArray().Select(item => item.GetString()));

        var rules = (IEnumerable<object>)Assert.Single(plan.Of("s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").Values)["rules"];
        Assert.Equal(
            ["incomplete-uploads Enabled '' after 7", "former-versions Enabled '' after 30"],
            rules.Cast<ImmutableDictionary<string, object>>().Select(rule =>
                $"{rule["id"]} {rule["status"]} '{Member(rule, "filter", "prefix")}' after {(rule.ContainsKey("noncurrentVersionExpiration")
                    ? Member(rule, "noncurrentVersionExpiration", "noncurrentDays") : Member(rule, "abortIncompleteMultipartUpload", "daysAfterInitiation"))}"));
        Assert.Single(plan.Of("s3/bucket:Bucket"));
        var rulesOfTheBucket = plan.Resources.Where(resource => resource.Type!.StartsWith("aws:s3/bucket", StringComparison.Ordinal) && resource.Inputs.ContainsKey("bucket")).ToArray();
        Assert.Equal(5, rulesOfTheBucket.Length);
        Assert.All(rulesOfTheBucket, resource => Assert.Equal("carbonio-mail-bucket", resource.Inputs["bucket"]));
    }

    [Theory]
    [InlineData(null, "AES256")]
    [InlineData("arn:key", "aws:kms")]
    public async Task Its_objects_are_encrypted_by_the_key_that_is_named(string? key, string algorithm)
    {
        var plan = await AwsPlan.OfAsync(AwsPlan.Settings with { KmsKey = key });

        var rules = (IEnumerable<object>)Assert.Single(
            plan.Of("s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration").Values)["rules"];
        var rule = (ImmutableDictionary<string, object>)Assert.Single(rules);
        var encryption = (ImmutableDictionary<string, object>)rule["applyServerSideEncryptionByDefault"];
        Assert.Equal((algorithm, key), (encryption["sseAlgorithm"], encryption.GetValueOrDefault("kmsMasterKeyId")));
    }

    [Fact]
    public async Task Its_user_has_the_listed_rights_and_no_others()
    {
        var plan = await AwsPlan.OfAsync(AwsPlan.Settings);

        using var policy = JsonDocument.Parse((string)Assert.Single(plan.Of("iam/userPolicy:UserPolicy").Values)["policy"]);
        Assert.Equal(
            [
                "carbonio-mail-arn s3:GetBucketLocation", "carbonio-mail-arn s3:ListBucket", "carbonio-mail-arn s3:ListBucketMultipartUploads",
                "carbonio-mail-arn/* s3:AbortMultipartUpload", "carbonio-mail-arn/* s3:DeleteObject", "carbonio-mail-arn/* s3:GetObject",
                "carbonio-mail-arn/* s3:ListMultipartUploadParts", "carbonio-mail-arn/* s3:PutObject",
            ],
            policy.RootElement.GetProperty("Statement").EnumerateArray().SelectMany(statement => statement.GetProperty("Action").EnumerateArray()
                .Select(action => $"{statement.GetProperty("Resource").GetString()} {action.GetString()}")));
        Assert.All(policy.RootElement.GetProperty("Statement").EnumerateArray(), statement => Assert.Equal("Allow", statement.GetProperty("Effect").GetString()));
        Assert.Equal(
            ["accessKey:AccessKey", "user:User", "userPolicy:UserPolicy"],
            plan.Resources.Where(resource => resource.Type!.StartsWith("aws:iam/", StringComparison.Ordinal)).Select(resource => resource.Type!["aws:iam/".Length..]).Order(StringComparer.Ordinal));
    }

    private static object Member(ImmutableDictionary<string, object> rule, string part, string name) => ((ImmutableDictionary<string, object>)rule[part])[name];
}
