using System.Collections.Immutable;
using Pulumi;
using Pulumi.Serialization;
using Pulumi.Utilities;

namespace CarbonioInfra.Sdk.Tests.Serialization;

public sealed class PropertyJsonTests
{
    [Fact]
    public async Task Members_stand_in_one_order_in_every_process()
    {
        // Hashes of strings differ from process to process, and with them the order of an immutable dictionary.
        var names = Enumerable.Range('a', 20).Select(letter => ((char)letter).ToString()).ToList();
        var value = names.ToImmutableDictionary(name => name, name => (object)name);

        var text = await PropertyJson.ToTextAsync("p", value);

        Assert.Equal(
            "{ " + string.Join(", ", names.Select(name => $"\"{name}\": \"{name}\"")) + " }",
            await OutputUtilities.GetValueAsync(text));
    }

    [Fact]
    public async Task A_secret_inside_makes_the_whole_text_secret_and_is_readable_in_it()
    {
        var value = new Dictionary<string, object> { ["open"] = 1, ["hidden"] = Output.CreateSecret("s") };

        var text = await PropertyJson.ToTextAsync("p", value);

        Assert.True(await Output.IsSecretAsync(text));
        Assert.Equal("""{ "hidden": "s", "open": 1 }""", await OutputUtilities.GetValueAsync(text));
    }

    [Fact]
    public async Task Something_unknown_inside_makes_the_whole_text_unknown()
    {
        var value = new Dictionary<string, object> { ["later"] = OutputUtilities.CreateUnknown("") };

        Assert.False(await OutputUtilities.GetIsKnownAsync(await PropertyJson.ToTextAsync("p", value)));
    }
}
