using CarbonioInfra.Embedded.Protocol;
using CarbonioInfra.Sdk.Tests.Recording;
using CarbonioInfra.Sdk.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Wire;

/// <summary>What programs make of the engine's answers.</summary>
public sealed class ResponseTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Properties_missing_in_the_answer_are_unknown_in_a_preview_only(bool isDryRun, bool isKnown)
    {
        var computed = await OutputOfAsync(new Recorder { IsDryRun = isDryRun }, thing => thing.Computed);

        Assert.Equal(isKnown, await Values.IsKnown(computed));
        Assert.Null(await Values.ValueOf(computed));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task An_empty_identifier_is_unknown(bool isDryRun, bool isKnown) =>
        Assert.Equal(isKnown, await Values.IsKnown(await OutputOfAsync(new Recorder { IsDryRun = isDryRun }, thing => thing.Id)));

    [Theory]
    [InlineData(Result.Fail)]
    [InlineData(Result.Skip)]
    public async Task After_a_failed_or_skipped_step_the_program_goes_on_with_unknowns(Result result)
    {
        var recorder = new Recorder
        {
            OnRegister = (request, response) => request.Name != "thing"
                ? response
                : new RegisterResourceResponse { Urn = response.Urn, Object = new Struct(), Result = result },
        };
        var text = await OutputOfAsync(recorder, thing =>
        {
            _ = new Thing("next", new ThingArgs { Text = thing.Text });
            return thing.Text;
        });

        Assert.False(await Values.IsKnown(text));
        Assert.Equal(Values.Unknown, recorder.Registration("next").Object.Fields["text"]);
    }

    [Fact]
    public async Task Structured_values_arrive_as_their_types()
    {
        var connection = await OutputOfAsync(new Recorder(), thing => thing.Connection);

        var value = await Values.ValueOf(connection);
        Assert.Equal("host", value.Host);
        Assert.Equal(22, value.Port);
    }

    [Fact]
    public async Task A_secret_inside_makes_the_whole_property_secret()
    {
        var map = await OutputOfAsync(new Recorder(), thing => thing.Map);

        Assert.True(await Output.IsSecretAsync(map));
        Assert.Equal("hidden", (await Values.ValueOf(map))["secret"]);
    }

    [Fact]
    public async Task A_value_of_the_wrong_type_is_a_warning_and_the_default()
    {
        var recorder = new Recorder { OnRegister = (_, response) => WithField(response, "number", Value.ForString("three")) };
        var number = await OutputOfAsync(recorder, thing => thing.Number);

        Assert.Equal(0, await Values.ValueOf(number));
        var warning = recorder.Logs.First(log => log.Severity == LogSeverity.Warning);
        Assert.Equal(
            $"Expected System.Double but got System.String deserializing {typeof(Thing).FullName}.number", warning.Message);
        Assert.Equal("urn:pulumi:dev::proj::test:index:Thing::thing", warning.Urn);
    }

    [Fact]
    public async Task Properties_of_the_engine_itself_are_dropped()
    {
        var internals = new Struct { Fields = { ["__internal"] = Value.ForString("x"), ["kept"] = Value.ForNumber(1) } };
        var recorder = new Recorder { OnRegister = (_, response) => WithField(response, "any", Value.ForStruct(internals)) };
        var any = await OutputOfAsync(recorder, thing => thing.Any);

        Assert.Equal(["kept"], ((IDictionary<string, object?>)await Values.ValueOf(any)).Keys);
    }

    private static RegisterResourceResponse WithField(RegisterResourceResponse response, string name, Value value)
    {
        var changed = response.Clone();
        changed.Object.Fields[name] = value;
        return changed;
    }

    private static async Task<Output<T>> OutputOfAsync<T>(Recorder recorder, Func<Thing, Output<T>> select)
    {
        var args = new ThingArgs
        {
            Text = "text",
            Map = { { "secret", Output.CreateSecret("hidden") } },
            Connection = new ConnectionArgs { Host = "host" },
        };
        Output<T>? output = null;
        var exitCode = await ProgramRun.AgainstAsync(recorder, () => { output = select(new Thing("thing", args)); });
        Assert.Equal(0, exitCode);
        return output!;
    }
}
