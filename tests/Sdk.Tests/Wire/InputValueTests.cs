using System.Collections.Immutable;
using System.Text.Json;
using CarbonioInfra.Sdk.Tests.Recording;
using CarbonioInfra.Sdk.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Wire;

/// <summary>How values of arguments travel.</summary>
public sealed class InputValueTests
{
    private enum Level
    {
        Low,
        High = 7,
    }

    public static TheoryData<object, string> PlainValues => new()
    {
        { "text", "\"text\"" },
        { true, "true" },
        { 3, "3" },
        { 1.5, "1.5" },
        { Level.High, "7" },
        { new Colour("red"), "\"red\"" },
        { new object?[] { 1, null, "x" }, "[1,null,\"x\"]" },
        { new Dictionary<string, object?> { ["kept"] = 1, ["dropped"] = null }, "{\"kept\":1}" },
        { default(ImmutableArray<string>), "[]" },
        { JsonElement.Parse("""{"a":[1,null,{"b":true}]}"""), """{"a":[1,null,{"b":true}]}""" },
        { Union<int, string>.FromT1("second"), "\"second\"" },
        { new StringAsset("hi"), """{"4dabf18193072939515e22adb298388d":"c44067f5952c0a294b673a41bacd8c17","text":"hi"}""" },
        {
            new AssetArchive(new Dictionary<string, AssetOrArchive> { ["f"] = new FileAsset("./f") }),
            """
            {"4dabf18193072939515e22adb298388d":"0def7320c3a5731c473e5ecbe6d01bc7","assets":{"f":{
             "4dabf18193072939515e22adb298388d":"c44067f5952c0a294b673a41bacd8c17","path":"./f"}}}
            """
        },
    };

    public static TheoryData<object, string> RefusedValues => new()
    {
        { 5L, "System.Int64 is not a supported argument type." },
        { 1.5m, "System.Decimal is not a supported argument type." },
        { DateTime.UnixEpoch, "System.DateTime is not a supported argument type." },
        { Guid.Empty, "System.Guid is not a supported argument type." },
        { DayOfWeek.Friday.GetType(), "is not a supported argument type." },
        { Task.FromResult(1), "Tasks are not allowed inside ResourceArgs. Please wrap your Task in an Output:" },
        { new Dictionary<int, string> { [1] = "x" }, "Dictionaries are only supported with string keys:" },
        { new Dictionary<string, object> { ["deep"] = new object[] { 5L } }, "resource:thing[test:index:Thing].any.deep[0]" },
    };

    [Theory]
    [MemberData(nameof(PlainValues), DisableDiscoveryEnumeration = true)]
    public async Task Supported_values_are_sent(object value, string expected) =>
        Values.AssertJson(expected, (await SendAsync(() => new ThingArgs { Any = value })).Fields["any"]);

    [Theory]
    [MemberData(nameof(RefusedValues), DisableDiscoveryEnumeration = true)]
    public async Task Other_values_are_refused(object value, string expected)
    {
        var recorder = new Recorder();
        var exitCode = await ProgramRun.AgainstAsync(recorder, () => { _ = new Thing("thing", new ThingArgs { Any = value }); });

        Assert.Equal(32, exitCode);
        var error = Assert.Single(recorder.Errors);
        Assert.Contains("error serializing property \"any\": ", error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_one_secret_or_unknown_element_is_marked_and_not_its_collection()
    {
        var sent = await SendAsync(
            () => new ThingArgs
            {
                List = { "plain", Output.CreateSecret("hidden"), Values.UnknownOutput("later") },
                Map = { { "plain", "a" }, { "secret", Output.CreateSecret("b") } },
            },
            isDryRun: true);

        Assert.Equal(
            WireList(Value.ForString("plain"), Values.Secret(Value.ForString("hidden")), Values.Unknown), sent.Fields["list"]);
        Assert.Equal(Values.Secret(Value.ForString("b")), sent.Fields["map"].StructValue.Fields["secret"]);
        Assert.Equal("a", sent.Fields["map"].StructValue.Fields["plain"].StringValue);
    }

    [Fact]
    public async Task A_secret_unknown_is_sent_as_unknown() =>
        Assert.Equal(
            Values.Unknown,
            (await SendAsync(() => new ThingArgs { Text = Output.CreateSecret(Values.UnknownOutput("x")) })).Fields["text"]);

    [Fact]
    public async Task A_touched_list_is_sent_empty_and_an_untouched_one_not_at_all()
    {
        var args = new ThingArgs();
        _ = args.Triggers;
        var sent = await SendAsync(() => args);

        Assert.Equal(["triggers"], sent.Fields.Keys);
        Assert.Empty(sent.Fields["triggers"].ListValue.Values);
    }

    [Fact]
    public async Task A_missing_required_input_is_named()
    {
        var recorder = new Recorder();
        await ProgramRun.AgainstAsync(
            recorder, () => { _ = new Thing("thing", new ThingArgs { Connection = new ConnectionArgs() }); });

        Assert.Contains(
            "[Input] CarbonioInfra.Sdk.Tests.Support.ConnectionArgs.Host is required but was not given a value",
            Assert.Single(recorder.Errors),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resources_are_sent_as_references()
    {
        var recorder = new Recorder { IsDryRun = true };
        await ProgramRun.AgainstAsync(recorder, () =>
        {
            var first = new Thing("first");
            _ = new Thing("second", new ThingArgs { Any = first });
        });

        const string urn = "urn:pulumi:dev::proj::test:index:Thing::first";
        Assert.Equal(Values.Reference(urn, id: ""), recorder.Registration("second").Object.Fields["any"]);
        Assert.Equal([urn], recorder.Registration("second").PropertyDependencies["any"].Urns);
    }

    [Fact]
    public async Task Without_references_resources_are_sent_as_identifiers()
    {
        var recorder = new Recorder { Unsupported = ["resourceReferences"] };
        await ProgramRun.AgainstAsync(recorder, () =>
        {
            var first = new Thing("first");
            _ = new Thing("second", new ThingArgs { Any = first });
        });

        Assert.Equal("first-id", recorder.Registration("second").Object.Fields["any"].StringValue);
    }

    [Fact]
    public async Task Json_inputs_travel_as_text()
    {
        var recorder = new Recorder();
        await ProgramRun.AgainstAsync(recorder, () => { _ = new ThingProvider("provider"); });

        Assert.Equal("5", recorder.Registration("provider").Object.Fields["retries"].StringValue);
        Assert.Equal("pulumi:providers:test", recorder.Registration("provider").Type);
    }

    private static Value WireList(params Value[] values) => Value.ForList(values);

    private static async Task<Struct> SendAsync(Func<ThingArgs> args, bool isDryRun = false)
    {
        var recorder = new Recorder { IsDryRun = isDryRun };
        Assert.Equal(0, await ProgramRun.AgainstAsync(recorder, () => { _ = new Thing("thing", args()); }));
        return recorder.Registration("thing").Object;
    }

    [EnumType]
    private readonly struct Colour(string value)
    {
        public static explicit operator string(Colour colour) => colour.ToString();

        public override string ToString() => value;
    }
}
