using CarbonioInfra.Embedded.Protocol;
using CarbonioInfra.Sdk.Tests.Recording;
using CarbonioInfra.Sdk.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Wire;

/// <summary>Resources that exist already, and those that this SDK cannot make.</summary>
public sealed class LookUpTests
{
    private const string Urn = "urn:pulumi:dev::proj::test:index:Thing::elsewhere";

    [Fact]
    public async Task A_resource_with_a_urn_is_looked_up_and_not_registered()
    {
        var recorder = new Recorder
        {
            OnInvoke = _ => new ResourceInvokeResponse
            {
                Return = new Struct
                {
                    Fields =
                    {
                        ["urn"] = Value.ForString(Urn),
                        ["id"] = Value.ForString("the-id"),
                        ["state"] = Value.ForStruct(new Struct { Fields = { ["text"] = Value.ForString("found") } }),
                    },
                },
            },
        };
        Thing? thing = null;
        var exitCode = await ProgramRun.AgainstAsync(
            recorder, () => { thing = new Thing("elsewhere", options: new CustomResourceOptions { Urn = Urn }); });

        Assert.Equal(0, exitCode);
        Assert.Equal(
            (Urn, "the-id", "found"),
            (await Values.ValueOf(thing!.Urn), await Values.ValueOf(thing.Id), await Values.ValueOf(thing.Text)));
        Assert.Equal("pulumi:pulumi:getResource", recorder.Messages.OfType<ResourceInvokeRequest>().Single().Tok);
        Assert.DoesNotContain(recorder.Registrations, request => request.Name == "elsewhere");
    }

    [Fact]
    public async Task A_component_cannot_be_read_by_identifier()
    {
        var recorder = new Recorder();
        await ProgramRun.AgainstAsync(recorder, () => { _ = new Group("group", new ComponentResourceOptions { Id = "x" }); });

        Assert.Contains(
            "ResourceOptions.Id is only valid for a CustomResource", recorder.Errors.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remote_components_are_refused()
    {
        var recorder = new Recorder();
        var exitCode = await ProgramRun.AgainstAsync(recorder, () => { _ = new Remote("far"); });

        Assert.Equal(32, exitCode);
        Assert.Contains("Component 'far' is remote", Assert.Single(recorder.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_of_a_urn_come_from_the_parent_or_else_from_the_deployment()
    {
        var recorder = new Recorder();
        string[] urns = [];
        await ProgramRun.AgainstAsync(recorder, () => Output
            .All(
                Pulumi.Urn.Create("n", "t:m:T"),
                Pulumi.Urn.Create("n", "t:m:T", parent: new Group("group")),
                Pulumi.Urn.Create("n", "t:m:T", parentUrn: "urn:pulumi:s::p::a:b:C::c", project: "ignored"),
                Pulumi.Urn.Create("n", "t:m:T", project: "p", stack: "s"))
            .Apply(all => urns = [.. all]));

        Assert.Equal(
            [
                "urn:pulumi:dev::proj::t:m:T::n",
                "urn:pulumi:dev::proj::test:index:Group$t:m:T::n",
                "urn:pulumi:s::p::a:b:C$t:m:T::n",
                "urn:pulumi:s::p::t:m:T::n",
            ],
            urns);
    }

    private sealed class Remote(string name)
        : ComponentResource("test:index:Remote", name, ResourceArgs.Empty, options: null, remote: true);
}
