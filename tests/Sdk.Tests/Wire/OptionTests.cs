using CarbonioInfra.Sdk.Tests.Recording;
using CarbonioInfra.Sdk.Tests.Support;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Wire;

/// <summary>How options of resources travel.</summary>
public sealed class OptionTests
{
    private readonly Recorder _recorder = new();

    [Fact]
    public async Task Every_option_has_its_field()
    {
        await RunAsync(() =>
        {
            var other = new Thing("other");
            _ = new Thing("thing", options: new CustomResourceOptions
            {
                Protect = true,
                RetainOnDelete = false,
                DeleteBeforeReplace = false,
                IgnoreChanges = { "text" },
                ReplaceOnChanges = { "number" },
                AdditionalSecretOutputs = { "computed" },
                HideDiffs = { "any" },
                CustomTimeouts = new CustomTimeouts { Create = TimeSpan.FromMinutes(5), Delete = TimeSpan.FromTicks(1) },
                DeletedWith = other,
                ReplaceWith = { other },
                ReplacementTrigger = "v1",
                ImportId = "existing",
                PluginDownloadURL = "https://plugins.example",
                Version = "9.9.9",
                EnvVarMappings = { ["A"] = "B" },
            });
        });

        Values.AssertJson(
            """
            { "type": "test:index:Thing", "name": "thing", "parent": "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev",
              "custom": true, "object": {}, "protect": true, "retainOnDelete": false, "deleteBeforeReplaceDefined": true,
              "ignoreChanges": [ "text" ], "replaceOnChanges": [ "triggers[*]", "number" ],
              "additionalSecretOutputs": [ "computed" ], "hideDiffs": [ "any" ],
              "customTimeouts": { "create": "300000000000ns", "delete": "100ns" },
              "deletedWith": "urn:pulumi:dev::proj::test:index:Thing::other",
              "replaceWith": [ "urn:pulumi:dev::proj::test:index:Thing::other" ], "replacementTrigger": "v1",
              "importId": "existing", "pluginDownloadURL": "https://plugins.example", "version": "9.9.9",
              "envVarMappings": { "A": "B" }, "acceptSecrets": true, "acceptResources": true,
              "supportsResultReporting": true, "hooks": {} }
            """,
            _recorder.Registration("thing"));
    }

    [Fact]
    public async Task Protection_is_inherited_and_can_be_lifted()
    {
        await RunAsync(() =>
        {
            var group = new Group("group", new ComponentResourceOptions { Protect = true });
            _ = new Thing("free", options: new CustomResourceOptions { Parent = group, Protect = false });
        });

        Assert.True(_recorder.Registration("group-member").Protect);
        Assert.True(_recorder.Registration("free") is { HasProtect: true, Protect: false });
    }

    [Fact]
    public async Task Providers_of_a_component_serve_its_children()
    {
        await RunAsync(() =>
        {
            var provider = new ThingProvider("special");
            _ = new Group("group", new ComponentResourceOptions { Provider = provider });
            _ = new Thing("outside");
        });

        const string reference = "urn:pulumi:dev::proj::pulumi:providers:test::special::special-id";
        Assert.Equal("", _recorder.Registration("group").Provider);
        Assert.Equal(reference, _recorder.Registration("group-member").Provider);
        Assert.Equal(reference, _recorder.Registration("group-inner-member").Provider);
        Assert.Equal("", _recorder.Registration("outside").Provider);
    }

    [Fact]
    public async Task The_reference_of_a_provider_without_identifier_is_unknown()
    {
        var recorder = new Recorder { IsDryRun = true };
        await ProgramRun.AgainstAsync(
            recorder,
            () => { _ = new Thing("thing", options: new CustomResourceOptions { Provider = new ThingProvider("special") }); });

        Assert.Equal(
            "urn:pulumi:dev::proj::pulumi:providers:test::special::04da6b54-80e4-46f7-96ec-b56ff0331ba9",
            recorder.Registration("thing").Provider);
    }

    [Theory]
    [InlineData("deletedWith", "DeletedWith")]
    [InlineData("replaceWith", "ReplaceWith")]
    public async Task Options_that_the_engine_does_not_know_fail(string feature, string option)
    {
        var recorder = new Recorder { Unsupported = [feature] };
        var exitCode = await ProgramRun.AgainstAsync(recorder, () =>
        {
            var other = new Thing("other");
            _ = new Thing(
                "thing", options: feature == "deletedWith" ? new() { DeletedWith = other } : new() { ReplaceWith = other });
        });

        Assert.Equal(32, exitCode);
        Assert.Contains($"does not support the {option} option", Assert.Single(recorder.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replace_on_changes_of_components_is_dropped()
    {
        await RunAsync(() => { _ = new Group("group", new ComponentResourceOptions { ReplaceOnChanges = { "x" } }); });

        Assert.Empty(_recorder.Registration("group").ReplaceOnChanges);
    }

    [Fact]
    public async Task Transformations_run_from_the_resource_outwards()
    {
        var seen = new List<string>();
        await RunAsync(() => { _ = new Group("group", new ComponentResourceOptions { ResourceTransformations = { Rename } }); });

        Assert.Contains("group", seen);
        Assert.Equal("changed", _recorder.Registration("group-inner-member").Object.Fields["text"].StringValue);

        ResourceTransformationResult? Rename(ResourceTransformationArgs args)
        {
            seen.Add(args.Resource.GetResourceName());
            return args.Resource is Thing ? new(new ThingArgs { Text = "changed" }, args.Options) : null;
        }
    }

    [Fact]
    public async Task One_provider_and_several_exclude_each_other()
    {
        var exitCode = await ProgramRun.AgainstAsync(_recorder, () =>
        {
            var provider = new ThingProvider("special");
            _ = new Group("group", new ComponentResourceOptions { Provider = provider, Providers = { provider } });
        });

        Assert.Equal(32, exitCode);
        Assert.Contains(
            "Do not supply both 'provider' and 'providers'", Assert.Single(_recorder.Errors), StringComparison.Ordinal);
    }

    private async Task RunAsync(Action program) => Assert.Equal(0, await ProgramRun.AgainstAsync(_recorder, program));

    [Fact]
    public async Task What_is_not_said_is_not_sent()
    {
        await RunAsync(() => { _ = new Thing("thing"); });
        var request = _recorder.Registration("thing");

        Values.AssertJson(
            """
            { "type": "test:index:Thing", "name": "thing", "parent": "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev",
              "custom": true, "object": {}, "version": "1.2.3", "replaceOnChanges": [ "triggers[*]" ], "acceptSecrets": true,
              "acceptResources": true, "supportsResultReporting": true, "hooks": {} }
            """,
            request);
        // Fields that have a default on the wire do not show in the text above.
        Assert.False(request.HasProtect);
        Assert.False(request.HasRetainOnDelete);
        Assert.Null(request.CustomTimeouts);
        Assert.Null(request.ReplacementTrigger);
    }

    [Fact]
    public async Task Components_send_what_components_have()
    {
        await RunAsync(() => { _ = new Group("group", new ComponentResourceOptions { Version = "2.0.0", IgnoreChanges = { "x" }, RetainOnDelete = true }); });

        Values.AssertJson(
            """
            { "type": "test:index:Group", "name": "group", "parent": "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev",
              "object": {}, "version": "2.0.0", "ignoreChanges": [ "x" ], "retainOnDelete": true, "acceptSecrets": true,
              "acceptResources": true, "supportsResultReporting": true, "hooks": {} }
            """,
            _recorder.Registration("group"));
    }

    [Fact]
    public async Task Each_timeout_has_its_field_and_durations_are_whole_nanoseconds()
    {
        await RunAsync(() =>
        {
            _ = new Thing("thing", options: new CustomResourceOptions
            {
                CustomTimeouts = new CustomTimeouts { Update = TimeSpan.FromDays(400), Delete = TimeSpan.FromMilliseconds(1.5) },
            });
        });

        Values.AssertJson(
            """{ "update": "34560000000000000ns", "delete": "1500000ns" }""", _recorder.Registration("thing").CustomTimeouts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DeleteBeforeReplace_is_sent_with_that_it_was_said(bool value)
    {
        await RunAsync(() => { _ = new Thing("thing", options: new CustomResourceOptions { DeleteBeforeReplace = value }); });

        Assert.Equal((value, true), (_recorder.Registration("thing").DeleteBeforeReplace, _recorder.Registration("thing").DeleteBeforeReplaceDefined));
    }

    [Fact]
    public async Task A_secret_replacement_trigger_is_sent_as_a_secret_and_an_unknown_one_as_unknown()
    {
        await RunAsync(() =>
        {
            _ = new Thing("secret", options: new CustomResourceOptions { ReplacementTrigger = Output.CreateSecret<object>("s") });
            _ = new Thing("unknown", options: new CustomResourceOptions { ReplacementTrigger = Values.UnknownOutput<object>("u") });
        });

        Assert.Equal(Values.Secret(Google.Protobuf.WellKnownTypes.Value.ForString("s")), _recorder.Registration("secret").ReplacementTrigger);
        Assert.Equal(Values.Unknown, _recorder.Registration("unknown").ReplacementTrigger);
    }

    [Fact]
    public async Task An_explicit_provider_comes_before_that_of_the_parent()
    {
        await RunAsync(() =>
        {
            var group = new Group("group", new ComponentResourceOptions { Provider = new ThingProvider("outer") });
            _ = new Thing("child", options: new CustomResourceOptions { Parent = group, Provider = new ThingProvider("own") });
        });

        Assert.Equal("urn:pulumi:dev::proj::pulumi:providers:test::own::own-id", _recorder.Registration("child").Provider);
    }
}
