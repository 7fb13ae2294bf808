using CarbonioInfra.Components.Hosts;
using Pulumi;

namespace CarbonioInfra.Components.ObjectStores;

/// <summary>A bucket that exists, and how its one user reaches it.</summary>
public sealed record ObjectStore
{
    /// <summary>URL of the S3 API with scheme <c>https</c>, without the bucket.</summary>
    public required Output<string> Endpoint { get; init; }

    /// <summary>Region for signatures, for example <c>eu-central-1</c>.</summary>
    public required string Region { get; init; }

    /// <summary>Name of the bucket.</summary>
    public required Output<string> Bucket { get; init; }

    /// <summary>Access key id of the user who may use this bucket and nothing else.</summary>
    public required Output<string> AccessKey { get; init; }

    /// <summary>That user's secret key; a secret.</summary>
    public required Output<string> SecretKey { get; init; }

    /// <summary>
    /// Certificate in PEM of the private authority that vouches for the endpoint; whoever uses the bucket comes to trust it. Default: null,
    /// one that every host trusts.
    /// </summary>
    public Output<string>? Authority { get; init; }

    /// <summary>What tries a bucket, in Python.</summary>
    internal static string CheckProgram => HostScript.Load("ObjectStores/bucket.py").Text;

    /// <summary>The step by which a host finds out whether it can use the bucket: list, write, read and delete over verified TLS.</summary>
    internal HostScript Check() => HostScript.Load("ObjectStores/bucket.sh")
        .With("program", CheckProgram)
        .With("endpoint", Endpoint)
        .With("region", Region)
        .With("bucket", Bucket)
        .WithSecret("access_key", AccessKey)
        .WithSecret("secret_key", SecretKey);
}
