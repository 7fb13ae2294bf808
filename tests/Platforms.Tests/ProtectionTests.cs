using CarbonioInfra.Platforms.Tests.Simulation;

namespace CarbonioInfra.Platforms.Tests;

/// <summary>What the setting <c>protect</c> guards is not deleted, and nothing else with it while it is there.</summary>
public sealed class ProtectionTests
{
    public static TheoryData<string, string, string[]> Platforms => new()
    {
        {
            "prod", "aws",
            ["mbox1-data", "mbox2-data", "carbonio-mail", "carbonio-address-1", "carbonio-address-2", "carbonio-address-3",
                "mta1-address", "mta2-address", "video1-address", "video2-address"]
        },
        { "dev", "proxmox", ["mbox1-data", "mbox2-data", "s3-data"] },
    };

    [Theory]
    [MemberData(nameof(Platforms))]
    public async Task A_stack_is_not_destroyed_until_protection_is_taken_away(string stack, string platform, string[] guarded)
    {
        using var site = Site.Of(stack);
        await site.SetAsync($"carbonio-infra:{platform}.protect", "true");
        await site.UpAsync();
        var before = site.Urns();

        Assert.NotEqual(0, await site.DestroyAsync());

        Assert.Contains("Nothing was changed", site.Printed, StringComparison.Ordinal);
        Assert.Equal(before, site.Urns());
        Assert.Equal(guarded.Order(StringComparer.Ordinal), Protected(site));

        await site.SetAsync($"carbonio-infra:{platform}.protect", "false");
        await site.UpAsync();
        Assert.Empty(Protected(site));
        Assert.True(await site.DestroyAsync() == 0, site.Printed);
        Assert.Empty(site.Urns());
    }

    [Theory]
    [InlineData("prod", "aws.kmsKey", "arn:aws:kms:eu-central-1:123456789012:key/other", "mbox1-data")]
    [InlineData("dev", "proxmox.firstVmId", "8000", "mbox1-data")]
    public async Task A_change_that_would_make_guarded_data_anew_is_refused_before_anything_is_done(string stack, string key, string value, string guarded)
    {
        using var site = Site.Of(stack);
        await site.SetAsync($"carbonio-infra:{key.Split('.')[0]}.protect", "true");
        await site.UpAsync();
        var before = site.Urns();
        await site.SetAsync($"carbonio-infra:{key}", value);

        Assert.NotEqual(0, await site.TryUpAsync());

        Assert.Contains("Nothing was changed", site.Printed, StringComparison.Ordinal);
        Assert.Contains("protect", site.Printed, StringComparison.Ordinal);
        Assert.Contains(guarded, site.Printed, StringComparison.Ordinal);
        Assert.Equal(before, site.Urns());
    }

    private static IEnumerable<string> Protected(Site site) => site.Resources()
        .Where(resource => (bool?)resource["protect"] == true).Select(resource => ((string)resource["urn"]!).Split("::")[^1]).Order(StringComparer.Ordinal);
}
