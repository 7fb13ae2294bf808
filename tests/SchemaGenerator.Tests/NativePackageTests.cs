using System.Collections.Immutable;
using System.Text.Json;
using CarbonioInfra.SchemaGenerator.Tests.Support;
using Pulumi;
using Pulumi.Acme;
using Pulumi.Acme.Inputs;
using Pulumi.Acme.Storage.V2Beta.Inputs;
using Pulumi.Utilities;
using Tier = Pulumi.Acme.Storage.V2Beta.Tier;

namespace CarbonioInfra.SchemaGenerator.Tests;

/// <summary>The classes of Packages/Native, as a program uses them.</summary>
public sealed class NativePackageTests
{
    [Fact]
    public async Task Arguments_travel_under_the_names_of_the_schema()
    {
        var engine = new Recorder();

        await engine.RunAsync(() => _ = new Widget("w", new WidgetArgs
        {
            Endpoint = new EndpointArgs { Host = "a", LogLevel = "debug", Default = true, Fallback = new EndpointArgs { Host = "b", Port = 1 } },
            Triggers = new object[] { "x", 1 },
            widgetId = "w1",
            Tier = Tier.Fast,
            Tiers = { "slow", Tier.Tier_9_lives },
            Action = ImmutableArray.Create("read", "write"),
            Document = JsonSerializer.SerializeToElement(new { a = 1 }),
            Matrix = { ImmutableArray.Create(1.5, 2) },
            Ratio = Ratio.Half,
            Labels = { { "app", "mail" } },
        }));

        var inputs = engine.Resource.Inputs;
        Assert.Equal("acme:index:Widget", engine.Resource.Type);
        Assert.Equal(
            ["action", "document", "endpoint", "labels", "matrix", "mode", "ratio", "ratioLimit", "tier", "tiers", "triggers", "widget"],
            inputs.Keys.Order(StringComparer.Ordinal));
        var endpoint = Assert.IsType<ImmutableDictionary<string, object>>(inputs["endpoint"]);
        Assert.Equal(("a", 443.0, "debug", true), (endpoint["host"], endpoint["port"], endpoint["log-level"], endpoint["default"]));
        Assert.Equal(1.0, Assert.IsType<ImmutableDictionary<string, object>>(endpoint["fallback"])["port"]);
        Assert.Equal("w1", inputs["widget"]);
        Assert.Equal("fast", inputs["tier"]);
        Assert.Equal(0.5, inputs["ratio"]);
        Assert.Equal(["read", "write"], Assert.IsType<ImmutableArray<object>>(inputs["action"]));
    }

    [Fact]
    public async Task Defaults_of_the_schema_are_sent_and_collections_that_nobody_touched_are_not()
    {
        var engine = new Recorder();

        await engine.RunAsync(() => _ = new Widget(
            "w", new WidgetArgs { Endpoint = new EndpointArgs { Host = "a" }, Triggers = new object[] { 1 } }));

        Assert.Equal(
            ["endpoint", "mode", "ratioLimit", "tier", "triggers"],
            engine.Resource.Inputs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            (4.0, 0.25, "fast"),
            (engine.Resource.Inputs["mode"], engine.Resource.Inputs["ratioLimit"], engine.Resource.Inputs["tier"]));
    }

    [Fact]
    public async Task A_required_argument_that_is_missing_ends_the_program()
    {
        var failure = await Assert.ThrowsAsync<RunException>(
            () => new Recorder().RunAsync(() => _ = new Widget("w", new WidgetArgs { Endpoint = new EndpointArgs { Host = "a" } })));

        Assert.Contains("[Input] Pulumi.Acme.WidgetArgs._triggers is required but was not given a value", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secret_arguments_become_secret_however_they_are_set()
    {
        var args = new WidgetArgs
        {
            Endpoint = new EndpointArgs { Host = "a", Password = "p" },
            Keys = ["k"],
            Secrets = new Dictionary<string, string> { ["s"] = "1" },
            Labels = { { "l", "plain" } },
        };

        Assert.True(await Output.IsSecretAsync(args.Endpoint.ToOutput()));
        Assert.True(await Output.IsSecretAsync(args.Keys.ToOutput()));
        Assert.True(await Output.IsSecretAsync(args.Secrets.ToOutput()));
        Assert.False(await Output.IsSecretAsync(args.Labels.ToOutput()));
        var endpoint = await OutputUtilities.GetValueAsync(args.Endpoint.ToOutput());
        Assert.True(await Output.IsSecretAsync(endpoint.Password.ToOutput()));
        Assert.False(await Output.IsSecretAsync(endpoint.Host.ToOutput()));
        Assert.Equal(["k"], await OutputUtilities.GetValueAsync(args.Keys.ToOutput()));
    }

    [Fact]
    public async Task A_secret_argument_stays_unknown_if_it_is()
    {
        var args = new WidgetArgs { Keys = OutputUtilities.CreateUnknown(ImmutableArray<string>.Empty) };

        Assert.False(await OutputUtilities.GetIsKnownAsync(args.Keys.ToOutput()));
        Assert.True(await Output.IsSecretAsync(args.Keys.ToOutput()));
    }

    [Fact]
    public async Task What_comes_back_is_typed()
    {
        var engine = new Recorder
        {
            Answer =
            {
                ["result"] = "done",
                ["tier"] = "newer-than-this-schema",
                ["mode"] = 6,
                ["ratio"] = 1.0,
                ["rules"] = ImmutableArray.Create<object>(ImmutableDictionary<string, object>.Empty.Add("name", "r").Add("weights", ImmutableArray.Create<object>(1.0, 2.5))),
            },
        };
        var seen = new List<object?>();

        await engine.RunAsync(() =>
        {
            var widget = new Widget("w", new WidgetArgs { Endpoint = new EndpointArgs { Host = "a" }, Triggers = new object[] { 1 }, widgetId = "w1" });
            Output.Tuple(widget.Result, widget.Tier, widget.Mode, widget.Ratio, widget.Rules, widget.Endpoint, widget.widgetId).Apply(all =>
            {
                seen.AddRange([all.Item1, all.Item2, all.Item3, all.Item4, all.Item5[0].Name, all.Item5[0].Weights[1], all.Item6.Host, all.Item6.Port, all.Item6.Fallback, all.Item7]);
                return 0;
            });
        });

        Assert.Equal(["done", "newer-than-this-schema", Mode.Writer, Ratio.Asterisk, "r", 2.5, "a", 443, null, "w1"], seen);
    }

    [Fact]
    public async Task Options_of_the_schema_come_before_those_of_the_program()
    {
        ResourceOptions? seen = null;

        await new Recorder().RunAsync(() => _ = new Widget(
            "w",
            new WidgetArgs { Endpoint = new EndpointArgs { Host = "a" }, Triggers = new object[] { 1 } },
            new CustomResourceOptions
            {
                ReplaceOnChanges = { "tier" },
                ResourceTransformations = { transformation => { seen = transformation.Options; return null; } },
            }));

        var options = Assert.IsType<CustomResourceOptions>(seen);
        Assert.Equal(("2.3.4", "https://example.com/acme"), (options.Version, options.PluginDownloadURL));
        Assert.Equal(["endpoint", "result"], options.AdditionalSecretOutputs);
        Assert.Equal(["labels.*", "rules[*].name", "triggers[*]", "tier"], options.ReplaceOnChanges);
        var alias = await OutputUtilities.GetValueAsync(Assert.Single(options.Aliases).ToOutput());
        Assert.Equal("acme:index:Gadget", await OutputUtilities.GetValueAsync(alias.Type.ToOutput()));
    }

    [Fact]
    public async Task A_provider_gets_everything_but_text_as_JSON()
    {
        var engine = new Recorder();

        await engine.RunAsync(() => _ = new Provider("p", new ProviderArgs
        {
            Region = "r", Retries = 3, Insecure = true, Endpoint = new EndpointArgs { Host = "a", Port = 1 },
        }));

        Assert.Equal("pulumi:providers:acme", engine.Resource.Type);
        Assert.Equal(("r", "3", "true", "1.5"), (
            engine.Resource.Inputs["region"], engine.Resource.Inputs["retries"], engine.Resource.Inputs["insecure"], engine.Resource.Inputs["timeout"]));
        using var endpoint = JsonDocument.Parse((string)engine.Resource.Inputs["endpoint"]);
        Assert.Equal(
            ("a", 1), (endpoint.RootElement.GetProperty("host").GetString(), endpoint.RootElement.GetProperty("port").GetInt32()));
    }

    [Fact]
    public async Task A_function_takes_inputs_or_plain_values()
    {
        var engine = new Recorder { Answer = { ["name"] = "found", ["filters"] = ImmutableArray.Create<object>(ImmutableDictionary<string, object>.Empty.Add("name", "f").Add("values", ImmutableArray.Create<object>("v"))) } };
        GetWidgetResult? result = null;

        await engine.RunAsync(async () => result = await GetWidget.InvokeAsync(new GetWidgetArgs
        {
            Name = "n", Count = 2, Filters = { new Filter { Name = "a", Values = { "b" } } }, Tags = { ["k"] = "v" },
        }));

        Assert.Equal("acme:index:getWidget", engine.Call.Token);
        Assert.Equal(["count", "filters", "name", "tags"], engine.Call.Args.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("found", "v"), (result!.Name, result.Filters[0].Values[0]));
    }

    [Fact]
    public async Task A_function_with_inputs_waits_for_them()
    {
        var engine = new Recorder { Answer = { ["name"] = "found", ["filters"] = ImmutableArray<object>.Empty } };
        string? name = null;

        await engine.RunAsync(() => GetWidget
            .Invoke(new GetWidgetInvokeArgs { Name = Output.Create(Task.FromResult("n")), Count = 2, Filters = { new FilterArgs { Name = "a", Values = { "b" } } } })
            .Apply(result => name = result.Name));

        Assert.Equal(("n", 2.0), (engine.Call.Args["name"], engine.Call.Args["count"]));
        Assert.Equal("found", name);
    }

    [Fact]
    public async Task A_function_can_return_a_single_value()
    {
        var engine = new Recorder { Answer = { ["anything"] = 7.0 } };
        var count = 0;

        await engine.RunAsync(() => GetCount.Invoke().Apply(result => count = result));

        Assert.Equal(7, count);
    }

    [Fact]
    public async Task A_function_called_invoke_has_a_class_that_compiles()
    {
        var engine = new Recorder();

        await engine.RunAsync(() => InvokeFunction.InvokeAsync(new InvokeFunctionArgs { Command = "c" }));

        Assert.Equal("c", engine.Call.Args["command"]);
    }

    [Fact]
    public void Enum_values_compare_by_their_content()
    {
        Assert.Equal("fast", (string)Tier.Fast);
        Assert.Equal(Tier.Fast, Tier.Fast);
        Assert.True(Tier.Fast != Tier.Tier_9_lives);
        Assert.Equal(0.5, (double)Ratio.Half);
        Assert.Equal(6, (int)Mode.Writer);
    }
}
