using System.Text.Json;
using CarbonioInfra.Components.ObjectStores;
using Pulumi;
using Pulumi.Aws.Iam;
using Pulumi.Aws.S3;
using Pulumi.Aws.S3.Inputs;

namespace CarbonioInfra.Components.Aws.ObjectStores;

/// <summary>
/// A private, encrypted, versioned bucket that takes TLS only, and a user with the rights that Carbonio needs in it and no others.
/// </summary>
public sealed class S3Bucket : ComponentResource
{
    private static readonly string[] BucketRights = ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"];

    private static readonly string[] ObjectRights =
        ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"];

    private static readonly string[] KeyRights = ["kms:Decrypt", "kms:GenerateDataKey"];

    /// <summary>Makes the bucket.</summary>
    /// <param name="name">Beginning of the bucket's and the user's name; lower-case letters, digits, hyphens.</param>
    /// <param name="args">What it is made of.</param>
    /// <param name="options">Component options.</param>
    public S3Bucket(string name, S3BucketArgs args, ComponentResourceOptions? options = null)
        : base("carbonio-infra:aws:S3Bucket", $"{name}-object-store", options)
    {
        var bucket = new Bucket($"{name}-mail", new BucketArgs { Tags = { ["Name"] = name } }, After(protect: args.Protect));
        // S3 refuses changes of one bucket at the same time, so each waits for the one before.
        var blocked = new BucketPublicAccessBlock($"{name}-public-access", new BucketPublicAccessBlockArgs
        {
            Bucket = bucket.BucketName,
            BlockPublicAcls = true,
            BlockPublicPolicy = true,
            IgnorePublicAcls = true,
            RestrictPublicBuckets = true,
        }, After());
        var encryption = new BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs
        {
            SseAlgorithm = args.KmsKey is null ? "AES256" : "aws:kms",
        };
        if (args.KmsKey is not null)
            encryption.KmsMasterKeyId = args.KmsKey;
        // Pulumi.Aws.S3.Inputs has these two names as well, for settings inside a bucket.
        var encrypted = new BucketServerSideEncryptionConfiguration($"{name}-encryption", new Pulumi.Aws.S3.BucketServerSideEncryptionConfigurationArgs
        {
            Bucket = bucket.BucketName,
            Rules =
            {
                new BucketServerSideEncryptionConfigurationRuleArgs
                {
                    ApplyServerSideEncryptionByDefault = encryption,
                    BucketKeyEnabled = args.KmsKey is not null,
                },
            },
        }, After(blocked));
        var versioned = new BucketVersioning($"{name}-versioning", new Pulumi.Aws.S3.BucketVersioningArgs
        {
            Bucket = bucket.BucketName,
            VersioningConfiguration = new BucketVersioningVersioningConfigurationArgs { Status = "Enabled" },
        }, After(encrypted));
        var policy = new BucketPolicy($"{name}-policy", new BucketPolicyArgs
        {
            Bucket = bucket.BucketName,
            Policy = bucket.Arn.Apply(TlsOnly),
        }, After(versioned));
        _ = new BucketLifecycleConfiguration($"{name}-lifecycle", new BucketLifecycleConfigurationArgs
        {
            Bucket = bucket.BucketName,
            Rules =
            {
                new BucketLifecycleConfigurationRuleArgs
                {
                    Id = "incomplete-uploads",
                    Status = "Enabled",
                    Filter = new BucketLifecycleConfigurationRuleFilterArgs { Prefix = "" },
                    AbortIncompleteMultipartUpload = new BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs { DaysAfterInitiation = 7 },
                },
                new BucketLifecycleConfigurationRuleArgs
                {
                    Id = "former-versions",
                    Status = "Enabled",
                    Filter = new BucketLifecycleConfigurationRuleFilterArgs { Prefix = "" },
                    NoncurrentVersionExpiration = new BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs
                    {
                        NoncurrentDays = args.KeepDeletedObjectsDays,
                    },
                },
            },
        }, After(policy));

        var user = new User($"{name}-user", new UserArgs { Tags = { ["Name"] = name } }, After());
        var rights = new UserPolicy($"{name}-rights", new UserPolicyArgs
        {
            User = user.Name,
            Policy = bucket.Arn.Apply(arn => Rights(arn, args.KmsKey)),
        }, After());
        var key = new AccessKey($"{name}-access-key", new AccessKeyArgs { User = user.Name }, After(rights));
        Store = new ObjectStore
        {
            Endpoint = Output.Create($"https://s3.{args.Region}.amazonaws.com"),
            Region = args.Region,
            Bucket = bucket.BucketName,
            AccessKey = key.Id,
            SecretKey = Output.CreateSecret(key.Secret),
        };
        RegisterOutputs();
    }

    /// <summary>The bucket and how its user reaches it.</summary>
    public ObjectStore Store { get; }

    private static string TlsOnly(string arn) => JsonSerializer.Serialize(new
    {
        Version = "2012-10-17",
        Statement = new[]
        {
            new
            {
                Sid = "TlsOnly",
                Effect = "Deny",
                Principal = "*",
                Action = "s3:*",
                Resource = new[] { arn, $"{arn}/*" },
                Condition = new { Bool = new Dictionary<string, string> { ["aws:SecureTransport"] = "false" } },
            },
        },
    });

    private static string Rights(string arn, string? kmsKey)
    {
        var statements = new List<object>
        {
            new { Effect = "Allow", Action = BucketRights, Resource = arn },
            new { Effect = "Allow", Action = ObjectRights, Resource = $"{arn}/*" },
        };
        if (kmsKey is not null)
            statements.Add(new { Effect = "Allow", Action = KeyRights, Resource = kmsKey });
        return JsonSerializer.Serialize(new { Version = "2012-10-17", Statement = statements });
    }

    private CustomResourceOptions After(Resource? before = null, bool protect = false)
    {
        var options = new CustomResourceOptions { Parent = this, Protect = protect };
        if (before is not null)
            options.DependsOn.Add(before);
        return options;
    }
}
