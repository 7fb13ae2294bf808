using CarbonioInfra.Sdk.Tests.Recording;
using CarbonioInfra.Sdk.Tests.Support;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Wire;

/// <summary>Which dependencies a resource is sent with.</summary>
public sealed class DependencyTests
{
    private const string First = "urn:pulumi:dev::proj::test:index:Thing::first";
    private const string Member = "urn:pulumi:dev::proj::test:index:Group$test:index:Thing::group-member";
    private const string InnerMember =
        "urn:pulumi:dev::proj::test:index:Group$test:index:Group$test:index:Thing::group-inner-member";

    private readonly Recorder _recorder = new();

    [Fact]
    public async Task Outputs_in_properties_become_dependencies_of_property_and_resource()
    {
        await RunAsync(() =>
        {
            var first = new Thing("first", new ThingArgs { Text = "x" });
            _ = new Thing("second", new ThingArgs { Text = first.Text.Apply(text => text + "y"), Number = 1 });
        });

        var second = _recorder.Registration("second");
        Assert.Equal([First], second.Dependencies);
        Assert.Equal([First], second.PropertyDependencies["text"].Urns);
        Assert.Empty(second.PropertyDependencies["number"].Urns);
        Assert.Equal("xy", second.Object.Fields["text"].StringValue);
    }

    [Fact]
    public async Task Explicit_dependencies_belong_to_no_property()
    {
        await RunAsync(() =>
        {
            var first = new Thing("first");
            _ = new Thing("second", new ThingArgs { Number = 1 }, new CustomResourceOptions { DependsOn = { first } });
        });

        Assert.Equal([First], _recorder.Registration("second").Dependencies);
        Assert.Empty(_recorder.Registration("second").PropertyDependencies["number"].Urns);
    }

    [Fact]
    public async Task A_component_stands_for_its_custom_resources_but_not_for_theirs()
    {
        await RunAsync(() =>
        {
            var group = new Group("group");
            _ = new Thing("explicit", options: new CustomResourceOptions { DependsOn = { group } });
            _ = new Thing("reference", new ThingArgs { Any = group });
        });

        Assert.Equal([Member, InnerMember], _recorder.Registration("explicit").Dependencies);
        Assert.Equal([Member, InnerMember], _recorder.Registration("reference").PropertyDependencies["any"].Urns);
    }

    [Fact]
    public async Task A_dependency_of_a_component_is_not_copied_to_its_children()
    {
        await RunAsync(() =>
        {
            var first = new Thing("first");
            _ = new Group("group", new ComponentResourceOptions { DependsOn = { first } });
        });

        Assert.Equal([First], _recorder.Registration("group").Dependencies);
        Assert.Empty(_recorder.Registration("group-member").Dependencies);
        var names = _recorder.Registrations.Select(request => request.Name).ToList();
        Assert.True(names.IndexOf("group-member") > names.IndexOf("first"));
    }

    [Fact]
    public async Task Combined_outputs_depend_on_all_their_parts()
    {
        await RunAsync(() =>
        {
            var first = new Thing("first", new ThingArgs { Text = "a" });
            var group = new Group("group");
            _ = new Thing("last", new ThingArgs { Text = Output.Format($"{first.Text}-{group.Text}") });
        });

        Assert.Equal(
            new[] { First, Member }.Order(), _recorder.Registration("last").PropertyDependencies["text"].Urns.Order());
    }

    private async Task RunAsync(Action program) => Assert.Equal(0, await ProgramRun.AgainstAsync(_recorder, program));

    [Fact]
    public async Task A_component_without_resources_stands_for_nothing_and_a_custom_resource_not_for_its_children()
    {
        await RunAsync(() =>
        {
            var first = new Thing("first");
            _ = new Thing("child", options: new CustomResourceOptions { Parent = first });
            var empty = new ComponentResource("test:index:Empty", "empty");
            _ = new ComponentResource("test:index:Empty", "empty inside", new ComponentResourceOptions { Parent = empty });
            _ = new Thing("last", options: new CustomResourceOptions { DependsOn = { empty, first } });
        });

        Assert.Equal([First], _recorder.Registration("last").Dependencies);
    }

    [Fact]
    public async Task What_a_component_gets_later_is_not_waited_for()
    {
        await RunAsync(() =>
        {
            var empty = new ComponentResource("test:index:Empty", "empty");
            var dependent = new Thing("dependent", options: new CustomResourceOptions { DependsOn = { empty } });
            dependent.Urn.Apply(_ => new Thing("late", options: new CustomResourceOptions { Parent = empty }).Urn);
        });

        Assert.Empty(_recorder.Registration("dependent").Dependencies);
    }
}
