using CarbonioInfra.Embedded.Protocol;
using CarbonioInfra.Sdk.Tests.Recording;
using CarbonioInfra.Sdk.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Wire;

/// <summary>One deployment from the first request to the last, as an engine sees it.</summary>
public sealed class WalkThroughTests
{
    private const string StackUrn = "urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev";
    private const string GroupUrn = "urn:pulumi:dev::proj::test:index:Group::outer";
    private const string MemberUrn = "urn:pulumi:dev::proj::test:index:Group$test:index:Thing::outer-member";
    private const string InnerMemberUrn =
        "urn:pulumi:dev::proj::test:index:Group$test:index:Group$test:index:Thing::outer-inner-member";

    private readonly Recorder _recorder = new();

    [Fact]
    public async Task Everything_arrives_as_the_program_says_it()
    {
        var exitCode = await ProgramRun.AgainstAsync(_recorder, Program);

        Assert.Equal(0, exitCode);
        Assert.Empty(_recorder.Logs);
        Values.AssertJson(
            """
            { "type": "pulumi:pulumi:Stack", "name": "proj-dev", "object": {}, "acceptSecrets": true, "acceptResources": true,
              "supportsResultReporting": true, "hooks": {} }
            """,
            _recorder.Registration("proj-dev"));
        Values.AssertJson(
            $$"""
            { "type": "test:index:Group", "name": "outer", "parent": "{{StackUrn}}", "object": {}, "acceptSecrets": true,
              "acceptResources": true, "supportsResultReporting": true, "hooks": {} }
            """,
            _recorder.Registration("outer"));
        Values.AssertJson(
            $$"""
            { "type": "test:index:Thing", "name": "outer-member", "parent": "{{GroupUrn}}", "custom": true,
              "object": { "text": "hello" }, "propertyDependencies": { "text": {} }, "version": "1.2.3",
              "acceptSecrets": true, "acceptResources": true, "replaceOnChanges": [ "triggers[*]" ],
              "supportsResultReporting": true, "hooks": {} }
            """,
            _recorder.Registration("outer-member"));
        Values.AssertJson(
            $$"""
            { "type": "test:index:Thing", "name": "dependent", "parent": "{{StackUrn}}", "custom": true,
              "object": { "text": { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "s3cret" } },
              "dependencies": [ "{{MemberUrn}}", "{{InnerMemberUrn}}" ],
              "propertyDependencies": { "text": {} }, "version": "1.2.3",
              "acceptSecrets": true, "acceptResources": true, "replaceOnChanges": [ "triggers[*]" ],
              "supportsResultReporting": true, "hooks": {} }
            """,
            _recorder.Registration("dependent"));
    }

    [Fact]
    public async Task Outputs_of_components_and_of_the_stack_are_registered()
    {
        await ProgramRun.AgainstAsync(_recorder, Program);

        Values.AssertJson("""{ "text": "hello" }""", _recorder.Outputs.Single(outputs => outputs.Urn == GroupUrn).Outputs);
        Assert.Equal(
            new Struct
            {
                Fields =
                {
                    ["text"] = Values.Secret(Value.ForString("s3cret")),
                    ["group"] = Values.Reference(GroupUrn),
                    ["thing"] = Values.Reference("urn:pulumi:dev::proj::test:index:Thing::dependent", "dependent-id"),
                    ["number"] = Value.ForNumber(5),
                },
            },
            _recorder.Outputs.Single(outputs => outputs.Urn == StackUrn).Outputs);
    }

    [Fact]
    public async Task The_engine_is_told_at_the_end_and_only_once()
    {
        await ProgramRun.AgainstAsync(_recorder, Program);

        Assert.IsType<Empty>(_recorder.Messages[^1]);
        Assert.Single(_recorder.Messages.OfType<Empty>());
        Assert.Equal(
            ["aliasSpecs", "resourceReferences"],
            _recorder.Messages.OfType<SupportsFeatureRequest>().Select(request => request.Id).Order());
    }

    [Fact]
    public async Task A_resource_is_sent_after_what_it_depends_on_was_answered()
    {
        await ProgramRun.AgainstAsync(_recorder, Program);

        var names = _recorder.Registrations.Select(request => request.Name).ToList();
        Assert.Equal("proj-dev", names[0]);
        Assert.True(names.IndexOf("dependent") > names.IndexOf("outer-member"));
        Assert.True(names.IndexOf("dependent") > names.IndexOf("outer-inner-member"));
        Assert.True(names.IndexOf("outer-grandchild") > names.IndexOf("outer-member"));
    }

    private static Dictionary<string, object?> Program()
    {
        var group = new Group("outer");
        var dependent = new Thing(
            "dependent",
            new ThingArgs { Text = Output.CreateSecret("s3cret") },
            new CustomResourceOptions { DependsOn = group });
        return new() { ["text"] = dependent.Text, ["group"] = group, ["thing"] = dependent, ["number"] = 5, ["none"] = null };
    }
}
