using System.Text.Json.Nodes;
using CarbonioInfra.Platforms.Tests.Simulation;

namespace CarbonioInfra.Platforms.Tests;

/// <summary>A bucket that cannot be used is told before anything is made, on every platform that does not make its own.</summary>
public sealed class BeforehandTests
{
    private const string Check = "bucket-beforehand";

    private const string Bucket = """
          carbonio-infra:objectStorage: {endpoint: https://s3.example.com, region: eu-central-1, bucket: carbonio-mail}

        """;

    [Theory]
    [InlineData("existing")]
    [InlineData("proxmox")]
    [InlineData("lab")]
    public async Task Nothing_is_made_unless_the_bucket_can_be_used(string platform)
    {
        using var site = await WithBucketAsync(platform);
        site.FailingCommand = Check;

        Assert.NotEqual(0, await site.TryUpAsync());

        Assert.Contains($"{Check} failed to create", site.Printed, StringComparison.Ordinal);
        Assert.Empty(site.Resources().Where(IsMade).Select(Name));

        site.FailingCommand = null;
        await site.UpAsync();

        var check = site.Resources().Single(resource => Name(resource) == Check);
        Assert.Empty(site.Resources().Where(resource => IsMade(resource) && !WaitsFor(site, resource, (string)check["urn"]!)).Select(Name));
    }

    private static async Task<Site> WithBucketAsync(string platform)
    {
        var stackFile = platform switch
        {
            "existing" => StackFiles.Existing(),
            "proxmox" => Without(StackFiles.Dev[..StackFiles.Dev.IndexOf("  # What serves S3 on s3.", StringComparison.Ordinal)]
                + StackFiles.Dev[StackFiles.Dev.IndexOf("  carbonio-infra:topology:", StringComparison.Ordinal)..], "    nodes:\n      s3: {pveNode: pve3}\n"),
            _ => StackFiles.Lab,
        };
        var site = new Site(Without(stackFile, platform == "existing" ? "" : "    objectStorage: [s3]\n") + Bucket);
        if (platform == "existing")
            await site.SetSecretAsync("carbonio-infra:sshPrivateKey", "private");
        await site.SetSecretAsync("carbonio-infra:objectStorageAccessKey", "access");
        await site.SetSecretAsync("carbonio-infra:objectStorageSecretKey", "secret");
        return site;

        static string Without(string text, string part)
        {
            Assert.Contains(part, text, StringComparison.Ordinal);
            return part.Length == 0 ? text : text.Replace(part, "", StringComparison.Ordinal);
        }
    }

    /// <summary>Whether a resource is something in the world: no component, no stack, no provider, no password that only the state has.</summary>
    private static bool IsMade(JsonNode resource) => (string)resource["type"]! is var type
        && !type.StartsWith("carbonio-infra:", StringComparison.Ordinal) && !type.StartsWith("pulumi:", StringComparison.Ordinal)
        && !Name(resource).StartsWith("secret-", StringComparison.Ordinal);

    private static bool WaitsFor(Site site, JsonNode resource, string check)
    {
        var resources = site.Resources().ToDictionary(other => (string)other["urn"]!, StringComparer.Ordinal);
        var open = new Stack<string>([(string)resource["urn"]!]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (open.TryPop(out var urn))
        {
            if (urn == check)
                return true;
            if (!seen.Add(urn))
                continue;
            foreach (var before in StepGraph.Dependencies(resources[urn]))
                open.Push(before);
        }

        return false;
    }

    private static string Name(JsonNode resource) => ((string)resource["urn"]!).Split("::")[^1];
}
