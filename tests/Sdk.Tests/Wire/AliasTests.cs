using CarbonioInfra.Sdk.Tests.Recording;
using CarbonioInfra.Sdk.Tests.Support;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Wire;

public sealed class AliasTests
{
    private const string Whole = "urn:pulumi:dev::proj::test:index:Old::before";

    [Fact]
    public async Task Engines_that_understand_parts_get_parts()
    {
        var recorder = new Recorder();
        await RunAsync(recorder);

        Values.AssertJson($$"""{ "urn": "{{Whole}}" }""", recorder.Registration("group").Aliases[0]);
        Values.AssertJson("""{ "spec": { "name": "former", "noParent": false } }""", recorder.Registration("group").Aliases[1]);
        Values.AssertJson("""{ "spec": { "noParent": true } }""", recorder.Registration("group").Aliases[2]);
        Assert.Empty(recorder.Registration("group").AliasURNs);
        Assert.Empty(recorder.Registration("group-member").Aliases);
    }

    [Fact]
    public async Task Other_engines_get_whole_urns_also_for_children()
    {
        var recorder = new Recorder { Unsupported = ["aliasSpecs"] };
        await RunAsync(recorder);

        Assert.Empty(recorder.Registration("group").Aliases);
        Assert.Equal(
            [Whole, "urn:pulumi:dev::proj::test:index:Group::former", "urn:pulumi:dev::proj::test:index:Group::group"],
            recorder.Registration("group").AliasURNs);
        Assert.Equal(
            [
                "urn:pulumi:dev::proj::test:index:Old$test:index:Thing::before-member",
                "urn:pulumi:dev::proj::test:index:Group$test:index:Thing::former-member",
                "urn:pulumi:dev::proj::test:index:Group$test:index:Thing::group-member",
            ],
            recorder.Registration("group-member").AliasURNs);
    }

    [Fact]
    public async Task Contradictory_aliases_fail()
    {
        Assert.Contains(
            "Alias should not specify both Urn and Name",
            await ErrorOfAsync(new Alias { Urn = Whole, Name = "x" }),
            StringComparison.Ordinal);
        Assert.Contains(
            "Only specify one of 'Parent', 'ParentUrn' or 'NoParent' in an Alias",
            await ErrorOfAsync(new Alias { ParentUrn = Whole, NoParent = true }),
            StringComparison.Ordinal);
    }

    private static Task<int> RunAsync(Recorder recorder) => ProgramRun.AgainstAsync(recorder, () =>
    {
        _ = new Group("group", new ComponentResourceOptions
        {
            Aliases = { new Alias { Urn = Whole }, new Alias { Name = "former" }, new Alias { NoParent = true } },
        });
    });

    private static async Task<string> ErrorOfAsync(Alias alias)
    {
        var recorder = new Recorder();
        var exitCode = await ProgramRun.AgainstAsync(
            recorder, () => { _ = new Thing("thing", options: new CustomResourceOptions { Aliases = { alias } }); });

        Assert.Equal(32, exitCode);
        return Assert.Single(recorder.Errors);
    }

    [Fact]
    public async Task Every_part_of_an_alias_has_its_field()
    {
        var recorder = new Recorder();
        await ProgramRun.AgainstAsync(recorder, () =>
        {
            var parent = new Thing("parent");
            _ = new Thing("thing", options: new CustomResourceOptions
            {
                Aliases =
                {
                    new Alias { Name = "n", Type = "test:index:Old", Stack = "s", Project = "p", ParentUrn = Whole },
                    new Alias { Parent = parent },
                },
            });
        });

        Values.AssertJson(
            $$"""{ "spec": { "name": "n", "type": "test:index:Old", "stack": "s", "project": "p", "parentUrn": "{{Whole}}" } }""",
            recorder.Registration("thing").Aliases[0]);
        Values.AssertJson(
            """{ "spec": { "parentUrn": "urn:pulumi:dev::proj::test:index:Thing::parent" } }""", recorder.Registration("thing").Aliases[1]);
    }
}
