namespace CarbonioInfra.Components.Aws.ObjectStores;

/// <summary>What an <see cref="S3Bucket"/> is made of.</summary>
public sealed record S3BucketArgs
{
    /// <summary>For example <c>eu-central-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>ARN of the KMS key that encrypts objects. Default: null, S3's own key.</summary>
    public string? KmsKey { get; init; }

    /// <summary>Whether the bucket refuses to be deleted. Default true.</summary>
    public bool Protect { get; init; } = true;

    /// <summary>Days after which former versions of objects go. Default 30.</summary>
    public int KeepDeletedObjectsDays { get; init; } = 30;
}
