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
        Assert.Single(plan.Of("s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"));

        using var policy = JsonDocument.Parse((string)Assert.Single(plan.Of("s3/bucketPolicy:BucketPolicy").Values)["policy"]);
        var statement = policy.RootElement.GetProperty("Statement")[0];
        Assert.Equal(("Deny", "s3:*"), (statement.GetProperty("Effect").GetString(), statement.GetProperty("Action").GetString()));
        Assert.Equal("false", statement.GetProperty("Condition").GetProperty("Bool").GetProperty("aws:SecureTransport").GetString());
        Assert.Equal(["carbonio-mail-arn", "carbonio-mail-arn/*"], statement.GetProperty("Resource").EnumerateArray().Select(item => item.GetString()));

        var rules = (IEnumerable<object>)Assert.Single(plan.Of("s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration").Values)["rules"];
        Assert.Equal(["incomplete-uploads", "former-versions"], rules.Cast<ImmutableDictionary<string, object>>().Select(rule => rule["id"]));
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
    }
}
