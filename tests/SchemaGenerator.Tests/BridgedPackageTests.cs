using System.Collections.Immutable;
using CarbonioInfra.SchemaGenerator.Tests.Support;
using Pulumi;
using Pulumi.CLoudy;
using Pulumi.CLoudy.Inputs;
using Pulumi.CLoudy.LB;
using Pulumi.CLoudy.LB.Inputs;
using Pulumi.CLoudy.Network.Linux;

namespace CarbonioInfra.SchemaGenerator.Tests;

/// <summary>The classes of Packages/Bridged, as a program uses them.</summary>
public sealed class BridgedPackageTests
{
    [Fact]
    public async Task A_resource_is_read_with_its_state()
    {
        var engine = new Recorder { Answer = { ["arn"] = "arn:1" } };
        string? arn = null;

        await engine.RunAsync(() => Listener
            .Get("l", "id-1", new ListenerState { Scheme = Scheme.Internal, Actions = { new ListenerActionGetArgs { Type = "forward" } } })
            .Arn.Apply(value => arn = value));

        Assert.Equal(("cloudy:lb/listener:Listener", "id-1"), (engine.Resource.Type, engine.Resource.Id));
        Assert.Equal(["actions", "scheme"], engine.Resource.Inputs.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("arn:1", arn);
    }

    [Fact]
    public async Task Secrets_of_the_state_are_secret() =>
        Assert.True(await Output.IsSecretAsync(new ListenerState { Password = "p" }.Password.ToOutput()));

    [Fact]
    public async Task A_name_that_the_schema_gives_is_used_as_it_stands()
    {
        var engine = new Recorder();
        var id = 0;

        await engine.RunAsync(() => new Vlan("v", new VlanArgs { vlanId = 7 }).vlanId.Apply(value => id = value ?? 0));

        Assert.Equal(7.0, engine.Resource.Inputs["vlan"]);
        Assert.Equal(7, id);
    }

    [Fact]
    public async Task What_the_provider_replaces_by_itself_is_no_option()
    {
        ResourceOptions? seen = null;

        await new Recorder().RunAsync(() => _ = new Listener(
            "l",
            new ListenerArgs { Actions = { new ListenerActionArgs { Type = "forward" } } },
            new CustomResourceOptions { ResourceTransformations = { transformation => { seen = transformation.Options; return null; } } }));

        var options = Assert.IsType<CustomResourceOptions>(seen);
        Assert.Empty(options.ReplaceOnChanges);
        Assert.Equal(["password"], options.AdditionalSecretOutputs);
        Assert.Equal("7.0.0", options.Version);
        Assert.Null(options.PluginDownloadURL);
    }

    [Fact]
    public async Task A_function_has_types_of_its_own_for_each_form()
    {
        var engine = new Recorder { Answer = { ["zones"] = ImmutableArray.Create<object>(ImmutableDictionary<string, object>.Empty.Add("name", "a")) } };
        GetZonesResult? result = null;

        await engine.RunAsync(() => GetZones
            .Invoke(new GetZonesInvokeArgs { Filters = { new GetZonesFilterInputArgs { Name = "state", Values = { "up" } } } })
            .Apply(zones => result = zones));

        Assert.Equal("cloudy:index/getZones:getZones", engine.Call.Token);
        Pulumi.CLoudy.Outputs.GetZonesZoneResult zone = result!.Zones[0];
        Assert.Equal("a", zone.Name);
        Assert.Equal("state", new GetZonesArgs { Filters = { new GetZonesFilterArgs { Name = "state" } } }.Filters[0].Name);
    }
}
