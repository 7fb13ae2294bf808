using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Random;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Random;

public sealed class RandomProviderTests : IAsyncLifetime
{
    private const string Password = "random:index/randomPassword:RandomPassword";
    private const string String = "random:index/randomString:RandomString";
    private const string Id = "random:index/randomId:RandomId";
    private const string Uuid = "random:index/randomUuid:RandomUuid";

    private readonly RandomProvider _provider = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task By_default_all_four_classes_are_used_evenly()
    {
        const string all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!@#$%&*()-_=+[]{}<>:?";
        const int length = 83_000;

        var text = await ResultAsync(String, ("length", length));

        Assert.Equal(length, text.Length);
        var counts = text.GroupBy(character => character).ToDictionary(group => group.Key, group => group.Count());
        Assert.Equal(all.Order(), counts.Keys.Order());
        // 1000 of each are expected with a standard deviation of 31; eight of those is beyond chance.
        Assert.All(counts.Values, count => Assert.InRange(count, 750, 1250));
    }

    [Theory]
    [InlineData("lower", "abcdefghijklmnopqrstuvwxyz")]
    [InlineData("upper", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    [InlineData("numeric", "0123456789")]
    [InlineData("special", "!@#$%&*()-_=+[]{}<>:?")]
    public async Task A_class_alone_yields_its_characters(string @class, string characters)
    {
        var flags = new[] { "lower", "upper", "numeric", "special" }.Select(name => (name, (PropertyValue)(name == @class)));

        var text = await ResultAsync(String, flags.Append(("length", 2000)));

        Assert.Equal(characters.Order(), text.Distinct().Order());
    }

    [Fact]
    public async Task Special_characters_are_replaced_by_ones_own()
    {
        var text = await ResultAsync(String, ("length", 500), ("lower", false), ("upper", false), ("numeric", false), ("overrideSpecial", "_-"));

        Assert.Equal("-_", string.Concat(text.Distinct().Order()));
    }

    [Fact]
    public async Task Minimums_hold_even_for_classes_that_are_off_and_in_random_places()
    {
        var places = new HashSet<int>();
        for (var run = 0; run < 200; run++)
        {
            var text = await ResultAsync(String, ("length", 10), ("special", false), ("upper", false), ("numeric", false),
                ("minNumeric", 2), ("minSpecial", 1), ("minUpper", 3));

            Assert.Equal(2, text.Count(char.IsAsciiDigit));
            Assert.Equal(3, text.Count(char.IsAsciiLetterUpper));
            Assert.Equal(4, text.Count(char.IsAsciiLetterLower));
            places.Add(text.ToList().FindIndex(character => !char.IsAsciiLetterOrDigit(character)));
        }

        // Each of the ten places is missed 200 times with a probability of 7e-10.
        Assert.Equal(Enumerable.Range(0, 10), places.Order());
    }

    [Theory]
    [InlineData(16)]
    [InlineData(100)]
    public async Task A_password_is_secret_and_its_hash_fits(int length)
    {
        var created = await CreateAsync(Password, ("length", length));

        Assert.Equal("none", created.Id);
        Assert.IsType<PropertyValue.Secret>(created.Outputs.Get("result"));
        Assert.IsType<PropertyValue.Secret>(created.Outputs.Get("bcryptHash"));
        var text = created.Outputs.TextOf("result")!;
        var hash = created.Outputs.TextOf("bcryptHash")!;
        Assert.StartsWith("$2a$10$", hash, StringComparison.Ordinal);
        Assert.True(BCrypt.Net.BCrypt.Verify(text[..Math.Min(72, length)], hash));
    }

    [Fact]
    public async Task Outputs_carry_the_defaults()
    {
        var outputs = (await CreateAsync(String, ("length", 5), ("number", false))).Outputs;

        Assert.Equal(5d, outputs.Get("length"));
        Assert.Equal(true, outputs.Get("lower"));
        Assert.Equal(false, outputs.Get("numeric"));
        Assert.Equal(false, outputs.Get("number"));
        Assert.Equal(0d, outputs.Get("minSpecial"));
        Assert.False(outputs.ContainsKey("overrideSpecial"));
    }

    [Fact]
    public async Task A_strings_id_is_itself()
    {
        var created = await CreateAsync(String, ("length", 12));

        Assert.Equal(created.Outputs.TextOf("result"), created.Id);
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(8, "web-")]
    [InlineData(33, "x")]
    public async Task An_id_is_the_same_bytes_in_four_notations(int byteLength, string prefix)
    {
        var created = await CreateAsync(Id, ("byteLength", byteLength), ("prefix", prefix));
        string Output(string name)
        {
            var text = created.Outputs.TextOf(name)!;
            Assert.StartsWith(prefix, text, StringComparison.Ordinal);
            return text[prefix.Length..];
        }

        var bytes = Convert.FromHexString(Output("hex"));
        Assert.Equal(byteLength, bytes.Length);
        Assert.Equal(Convert.ToBase64String(bytes), Output("b64Std"));
        Assert.Equal(bytes, Base64Url.DecodeFromChars(Output("b64Url")));
        Assert.Equal(new BigInteger(bytes, isUnsigned: true, isBigEndian: true), BigInteger.Parse(Output("dec"), CultureInfo.InvariantCulture));
        Assert.Equal(Output("b64Url"), created.Id);
        Assert.DoesNotContain('=', created.Id);
    }

    [Fact]
    public async Task A_uuid_has_random_version_bits()
    {
        var versions = new HashSet<char>();
        for (var run = 0; run < 200; run++)
        {
            var created = await CreateAsync(Uuid);
            Assert.Matches("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", created.Id);
            Assert.Equal(created.Outputs.TextOf("result"), created.Id);
            versions.Add(created.Id[14]);
        }

        Assert.True(versions.Count > 8);
    }

    [Fact]
    public void A_preview_knows_the_inputs_and_nothing_of_the_result()
    {
        var outputs = _provider.PreviewCreate(Password, PropertyMap.Of(("length", 5)));

        Assert.Equal(5d, outputs.Get("length"));
        Assert.IsType<PropertyValue.Unknown>(outputs.Get("result"));
        Assert.IsType<PropertyValue.Unknown>(outputs.Get("bcryptHash"));
    }

    public static TheoryData<string, PropertyMap, PropertyMap, bool> Changes => new()
    {
        { "nothing", PropertyMap.Of(("length", 5)), PropertyMap.Of(("length", 5)), false },
        { "length", PropertyMap.Of(("length", 5)), PropertyMap.Of(("length", 6)), true },
        { "a default written down", PropertyMap.Of(("length", 5)), PropertyMap.Of(("length", 5), ("special", true), ("minLower", 0)), false },
        { "a default no longer written down", PropertyMap.Of(("length", 5), ("upper", true)), PropertyMap.Of(("length", 5)), false },
        { "a flag", PropertyMap.Of(("length", 5)), PropertyMap.Of(("length", 5), ("special", false)), true },
        { "the deprecated twin", PropertyMap.Of(("length", 5), ("number", false)), PropertyMap.Of(("length", 5), ("numeric", false)), false },
        { "an empty overrideSpecial", PropertyMap.Of(("length", 5)), PropertyMap.Of(("length", 5), ("overrideSpecial", "")), false },
        { "overrideSpecial", PropertyMap.Of(("length", 5)), PropertyMap.Of(("length", 5), ("overrideSpecial", "_")), true },
        { "secret-ness", PropertyMap.Of(("length", 5), Keep("a")), PropertyMap.Of(("length", 5), ("keepers", new PropertyValue.Secret(Keep("a").Value))), false },
        { "a keeper", PropertyMap.Of(("length", 5), Keep("a")), PropertyMap.Of(("length", 5), Keep("b")), true },
        { "an added keeper", PropertyMap.Of(("length", 5)), PropertyMap.Of(("length", 5), Keep("a")), true },
        { "a removed keeper", PropertyMap.Of(("length", 5), Keep("a")), PropertyMap.Of(("length", 5)), true },
        { "a keeper not known yet", PropertyMap.Of(("length", 5), Keep("a")), PropertyMap.Of(("length", 5), Keep(PropertyValue.Unknown.Instance)), true },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void Any_effective_change_replaces(string what, PropertyMap old, PropertyMap @new, bool replaces)
    {
        Assert.NotEmpty(what);
        var difference = _provider.Diff(new DiffRequest("urn", new(Password, "none", old, PropertyMap.Empty), @new, []));

        Assert.Equal(replaces ? DiffKind.Replace : DiffKind.None, difference.Kind);
        Assert.Equal(replaces, difference.Changes.Count > 0);
        Assert.False(difference.DeleteBeforeReplace);
    }

    public static TheoryData<string, PropertyMap, string> BadInputs => new()
    {
        { Password, PropertyMap.Empty, "length is required" },
        { Password, PropertyMap.Of(("length", 0)), "length must be a whole number of at least 1, found 0" },
        { Password, PropertyMap.Of(("length", 2.5)), "length must be a whole number of at least 1, found 2.5" },
        { Password, PropertyMap.Of(("length", "five")), "length must be a number" },
        { Password, PropertyMap.Of(("length", 5), ("special", "no")), "special must be true or false" },
        { Password, PropertyMap.Of(("length", 5), ("minLower", -1)), "minLower must be a whole number of at least 0, found -1" },
        {
            Password, PropertyMap.Of(("length", 5), ("minLower", 3), ("minUpper", 3)),
            "length must be at least the sum of minLower, minUpper, minNumeric and minSpecial (6), found 5"
        },
        {
            String, PropertyMap.Of(("length", 5), ("lower", false), ("upper", false), ("number", false), ("special", false)),
            " at least one of lower, upper, numeric and special must be true"
        },
        { String, PropertyMap.Of(("length", 5), ("number", false), ("numeric", true)), "numeric must agree with number, its deprecated name" },
        { String, PropertyMap.Of(("length", 5), ("overrideSpecial", "é")), "overrideSpecial must consist of printable ASCII characters" },
        { Id, PropertyMap.Empty, "byteLength is required" },
        { Uuid, PropertyMap.Of(("keepers", "x")), "keepers must be an object of strings" },
        { "random:index/randomPet:RandomPet", PropertyMap.Empty, " resource type random:index/randomPet:RandomPet is not supported by the embedded engine" },
    };

    [Theory]
    [MemberData(nameof(BadInputs), DisableDiscoveryEnumeration = true)]
    public void Bad_inputs_are_refused_with_a_reason(string type, PropertyMap inputs, string expected)
    {
        var failures = _provider.Check(new CheckRequest("urn", type, "name", PropertyMap.Empty, inputs)).Failures;

        Assert.Equal([expected], failures.Select(failure => $"{failure.Property} {failure.Reason}"));
    }

    [Fact]
    public void Unknown_inputs_are_not_refused()
    {
        var inputs = PropertyMap.Of(("length", PropertyValue.Unknown.Instance), ("minLower", 3), ("special", PropertyValue.Unknown.Instance));

        Assert.Empty(_provider.Check(new CheckRequest("urn", Password, "name", PropertyMap.Empty, inputs)).Failures);
    }

    private static (string Name, PropertyValue Value) Keep(PropertyValue value) => ("keepers", PropertyMap.Of(("key", value)));

    private async Task<string> ResultAsync(string type, params IEnumerable<(string Name, PropertyValue Value)> inputs) =>
        (await CreateAsync(type, inputs)).Outputs.TextOf("result")!;

    private Task<CreateResult> CreateAsync(string type, params IEnumerable<(string Name, PropertyValue Value)> inputs) =>
        _provider.CreateAsync(new StepContext("urn", type, "name", new RecordingLog()), PropertyMap.Of(inputs),
            TestContext.Current.CancellationToken);
}
